/**
 * Bundles a benchmark and runs it here: `node bench/run.mjs NAME [ARGS]`, NAME a file of this folder. The bare kernels
 * of bench/assembly come into the bundle as bytes.
 */
import { build } from "esbuild";

const [name] = process.argv.splice(2, 1);
await build({
  entryPoints: [`bench/${name}.ts`],
  outfile: "build/bench.mjs",
  bundle: true,
  format: "esm",
  platform: "node",
  target: "es2022",
  loader: { ".wasm": "binary" },
  external: ["hyparquet*", "fflate"],
  logLevel: "error",
});
await import("../build/bench.mjs");
