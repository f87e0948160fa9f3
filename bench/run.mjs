/**
 * Bundles a benchmark and runs it here: `node bench/run.mjs NAME [ARGS]`, NAME a file of this folder. `speed` needs the
 * bare kernels compiled as well.
 */
import { build } from "esbuild";
import { run } from "../scripts/run.mjs";

const name = process.argv[2];
if (name === "speed") {
  await run("node_modules/.bin/asc", [
    ...["bench/assembly/limit.ts", "--outFile", "build/limit.wasm", "--runtime", "stub", "-O3", "--noAssert"],
    ...["--enable", "simd", "--disableWarning", "235"],
  ]);
}
await build({
  entryPoints: [`bench/${name}.ts`],
  outfile: "build/bench.mjs",
  bundle: true,
  format: "esm",
  platform: "node",
  target: "es2022",
  external: ["hyparquet*", "fflate"],
  logLevel: "error",
});
await import("../build/bench.mjs");
