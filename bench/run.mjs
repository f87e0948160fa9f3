/** Compiles the bare kernels, bundles the benchmark and runs it here. `npm run bench -- --json` for machines. */
import { build } from "esbuild";
import { run } from "../scripts/run.mjs";

await run("node_modules/.bin/asc", [
  ...["bench/assembly/limit.ts", "--outFile", "build/limit.wasm", "--runtime", "stub", "-O3", "--noAssert"],
  ...["--enable", "simd", "--disableWarning", "235"],
]);
await build({
  entryPoints: ["bench/main.ts"],
  outfile: "build/bench.mjs",
  bundle: true,
  format: "esm",
  platform: "node",
  target: "es2022",
  external: ["hyparquet*", "fflate"],
  logLevel: "error",
});
await import("../build/bench.mjs");
