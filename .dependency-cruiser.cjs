const only = (name, allowed) => ({
  name: `${name}-imports`,
  comment: `packages/${name} may import ${allowed.length > 0 ? allowed.join(", ") : "no other package of this repository"}`,
  severity: "error",
  from: { path: `^packages/${name}/(src|test)/` },
  to: {
    path: "^packages/|^@bpf/",
    pathNot: [
      `^packages/${name}/`,
      ...allowed.flatMap((other) => [`^packages/${other}/`, `^@bpf/${other}$`]),
    ],
  },
});

/** Import direction and cycles; the table is the one in ARCHITECTURE.md. */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "nothing-imports-e2e-or-bench",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^(e2e|bench)/" },
    },
    {
      name: "elf-is-portable",
      comment: "@bpf/elf runs anywhere: no Node builtins",
      severity: "error",
      from: { path: "^packages/elf/src/" },
      to: { dependencyTypes: ["core"] },
    },
    only("elf", []),
    only("syscall", []),
    only("pinning", ["elf", "syscall"]),
    only("maps", ["elf", "syscall"]),
    only("loader", ["elf", "syscall", "pinning", "maps"]),
    only("cli", ["elf", "syscall", "pinning", "maps", "loader"]),
  ],
  options: {
    doNotFollow: { path: "node_modules|/dist/" },
    exclude: { path: "/(dist|build)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
