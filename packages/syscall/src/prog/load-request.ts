import type { ProgLoadArguments } from "../addon/native.js";
import { requirePath, requireUnsigned, typeError, typeName, valueError } from "../errors/argument-error.js";
import { byteLength, requireBytes } from "../errors/require-bytes.js";
import { type BpfFd, numberOf } from "../fd/bpf-fd.js";
import { encode } from "../struct/encode.js";
import type { InstructionFd, ProgLoadAttr, VerifierLog } from "./load-attr.js";
import { PROG_LOAD } from "./load-layout.js";
import { FUNCTION_INFO_SIZE, INSTRUCTION_SIZE, LINE_INFO_SIZE } from "./record-size.js";

/** Length of the first log buffer, and of the largest that every kernel takes (UINT_MAX >> 2), in bytes. */
const firstLog = 64 * 1024;
const largestLog = 0x3fff_ffff;

/** BPF_LOG_LEVEL1, BPF_LOG_LEVEL2, BPF_LOG_STATS; include/linux/bpf_verifier.h. */
const allLevels = 7;

/** What the addon is asked for, and where the log of a success goes. */
export interface LoadRequest {
  readonly args: ProgLoadArguments;
  readonly onLog: VerifierLog["onLog"];
}

/** Reads and checks all of `attr`, once. @throws TypeError or RangeError naming the field; FdClosedError */
export function loadRequest(attr: ProgLoadAttr): LoadRequest {
  const { type, instructions, license, name, expectedAttachType, flags, ifindex, kernelVersion } = attr;
  const { attachBtfId, attachTo, fds = [], fdArray = [], btf, functionInfo, lineInfo, log = true } = attr;
  requireRecords("instructions", instructions, INSTRUCTION_SIZE);
  if (functionInfo !== undefined) requireRecords("functionInfo", functionInfo, FUNCTION_INFO_SIZE);
  if (lineInfo !== undefined) requireRecords("lineInfo", lineInfo, LINE_INFO_SIZE);
  requirePath("license", license);
  const { level, size, onLog } = readLog(log);
  const { bytes } = encode(PROG_LOAD, {
    prog_type: type,
    kern_version: kernelVersion,
    prog_flags: flags,
    prog_name: name,
    prog_ifindex: ifindex,
    expected_attach_type: expectedAttachType,
    attach_btf_id: attachBtfId,
  });
  const args: ProgLoadArguments = [
    bytes,
    instructions,
    license,
    functionInfo,
    lineInfo,
    placements(fds, byteLength(instructions)),
    Uint32Array.from(fdArray, numberOrNone),
    numberOrNone(btf),
    numberOrNone(attachTo),
    level,
    size,
    log !== false,
  ];
  return { args, onLog };
}

/** 0, which bpf(2) reads as "absent", for none. */
const numberOrNone = (fd: BpfFd | undefined): number => (fd === undefined ? 0 : numberOf(fd));

function requireRecords(name: string, bytes: unknown, size: number): void {
  requireBytes(name, bytes);
  const length = byteLength(bytes);
  if (length % size !== 0) throw valueError(`${name} has ${length} bytes, not a multiple of ${size}`);
}

/** Offset and number by turns. */
function placements(fds: readonly InstructionFd[], length: number): Uint32Array {
  const words = new Uint32Array(2 * fds.length);
  for (const [index, { offset, fd }] of fds.entries()) {
    requireUnsigned("offset", offset);
    if (offset % INSTRUCTION_SIZE !== 4 || offset >= length) {
      throw valueError(`offset ${offset} is not that of an immediate in ${length} bytes of instructions`);
    }
    words.set([offset, numberOf(fd)], 2 * index);
  }
  return words;
}

function readLog(log: boolean | VerifierLog): VerifierLog & { size: number } {
  if (typeof log === "boolean") return { level: 0, size: firstLog };
  if (typeof log !== "object" || log === null) {
    throw typeError(`log must be a boolean or an object, not ${typeName(log)}`);
  }
  const { level, size = firstLog, onLog } = log;
  requireUnsigned("level", level, allLevels);
  requireUnsigned("size", size, largestLog);
  if (onLog !== undefined && typeof onLog !== "function") {
    throw typeError(`onLog must be a function, not ${typeName(onLog)}`);
  }
  return { level, size, onLog };
}
