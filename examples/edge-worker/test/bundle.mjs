/** Bundles the worker as a deploying tool would: `kprop` by its own name, with the condition of the runtime. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const project = fileURLToPath(new URL("../../..", import.meta.url));

/** An example in the project's own tree has no installed kprop; the project knows itself by that name. */
const kprop = {
  name: "kprop",
  setup(bundling) {
    bundling.onResolve({ filter: /^kprop$/ }, ({ path, kind, pluginData }) => {
      if (pluginData !== "again")
        return bundling.resolve(path, { kind, resolveDir: project, pluginData: "again" });
    });
  },
};

/** Writes NAME.mjs of src/NAME.ts, and kernels.wasm where the conditions call for a file. */
export async function bundle(name, outdir, conditions) {
  await build({
    entryPoints: [fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url))],
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions,
    external: ["node:*"],
    loader: { ".wasm": "copy" },
    assetNames: "[name]",
    plugins: [kprop],
    // The project's own has type checks read kprop's sources.
    tsconfigRaw: {},
    // Chunks import others for order alone; of packages in node_modules nobody is told.
    logOverride: { "ignored-bare-import": "silent" },
    logLevel: "warning",
  });
}
