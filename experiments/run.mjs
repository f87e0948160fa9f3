/** Bundles the experiments and runs what the arguments ask for: `npm run experiment -- NAME [--quick]`. */
import { build } from "esbuild";

await build({
  entryPoints: ["experiments/main.ts"],
  outfile: "build/experiments.mjs",
  bundle: true,
  format: "esm",
  platform: "node",
  target: "es2022",
  packages: "external",
  logLevel: "error",
});
await import("../build/experiments.mjs");
