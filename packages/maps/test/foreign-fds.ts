import { spawnSync } from "node:child_process";

/** Objects that Node has no way to make, each a descriptor's number, or the reason why it is missing. */
export interface ForeignFds {
  /** A pidfd of this process. */
  readonly pid: number | string;
  /** A software perf event for output of programs. */
  readonly perf: number | string;
  /** An AF_XDP socket. */
  readonly xsk: number | string;
  /** A UDP socket with SO_REUSEPORT, bound on the loopback interface. */
  readonly udp: number | string;
  /** The cookie of `udp`, in decimal digits. */
  readonly cookie: string;
}

/** pidfd_open and perf_event_open by architecture. */
const numbers: Readonly<Record<string, readonly [number, number]>> = { x64: [434, 298], arm64: [434, 241] };

/** Opens all of it, lets exec keep it, and becomes the given command. */
const perl = String.raw`
use Socket; use Fcntl;
my ($pidfd_open, $perf_event_open) = (shift, shift);
my (%found, @kept);
sub keep { my ($name, $file) = @_; fcntl($file, F_SETFD, 0); push @kept, $file; $found{$name} = fileno($file); }
sub number { my ($name, $fd) = @_; return $found{$name} = "\"$!\"" if $fd < 0; open(my $file, "<&=", $fd); keep($name, $file); }
number("pid", syscall($pidfd_open, $$ + 0, 0));
my $attr = pack("LLQQQQQLLQ", 1, 64, 10, 1, 1 << 10, 0, 0, 1, 0, 0);
number("perf", syscall($perf_event_open, $attr, -1, 0, -1, 0));
my ($xsk, $udp);
if (socket($xsk, 44, SOCK_RAW, 0)) { keep("xsk", $xsk) } else { $found{xsk} = "\"$!\"" }
socket($udp, AF_INET, SOCK_DGRAM, 0) && setsockopt($udp, SOL_SOCKET, 15, 1) && bind($udp, pack_sockaddr_in(0, INADDR_LOOPBACK));
keep("udp", $udp);
$found{cookie} = sprintf("\"%u\"", unpack("Q", getsockopt($udp, SOL_SOCKET, 57)));
$ENV{BPF_FOREIGN_FDS} = "{" . join(",", map { "\"$_\":$found{$_}" } keys %found) . "}";
exec @ARGV or die "exec: $!";
`;

/**
 * Runs this test file again with foreign descriptors; it then gets them here. Where that cannot be done, the reason
 * stands for each.
 */
export function foreignFds(): ForeignFds {
  const given = process.env.BPF_FOREIGN_FDS;
  if (given !== undefined) return JSON.parse(given) as ForeignFds;
  const calls = numbers[process.arch];
  if (calls === undefined) return without(`the numbers of system calls are not known for ${process.arch}`);
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const run = spawnSync("perl", ["-e", perl, ...calls.map(String), ...command], { stdio: "inherit" });
  if (run.error !== undefined) return without(`no perl: ${run.error.message}`);
  process.exit(run.status ?? 1);
}

const without = (reason: string): ForeignFds => ({
  pid: reason,
  perf: reason,
  xsk: reason,
  udp: reason,
  cookie: reason,
});
