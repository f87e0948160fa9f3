import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { load } from "./missing.mjs";

const ROOT = new URL("../../", import.meta.url);
/** Bundled in the project's own folder, where `kprop` is the package, with its export conditions. */
const ENTRY = `
  import * as kprop from "kprop";
  import * as training from "kprop/training";
  import { worker } from "./test/runtimes/worker.mjs";
  export default worker({ ...kprop, ...training });
`;

/** The suite's report from workerd, as a worker that is bundled like anybody's; ENOENT if miniflare is not installed. */
export async function workerd() {
  const { Miniflare, Response } = await load("miniflare");
  const files = async (request) => {
    const { pathname } = new URL(request.url);
    return new Response(await readFile(new URL(`.${pathname}`, ROOT)));
  };
  const miniflare = new Miniflare({
    modules: await bundled(),
    compatibilityDate: "2026-04-01",
    serviceBindings: { FILES: files },
  });
  try {
    const report = await (await miniflare.dispatchFetch("http://suite/")).json();
    if (report.failure) throw new Error(report.failure);
    return { version: version(), ...report };
  } finally {
    await miniflare.dispose();
  }
}

/** The worker, first as miniflare wants it, and the WebAssembly modules that it imports: workerd compiles none from bytes. */
async function bundled() {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: fileURLToPath(ROOT) },
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker", "import"],
    loader: { ".wasm": "copy" },
    outdir: "worker",
    // The project's own points `kprop` at its source, for the type-checker.
    tsconfigRaw: {},
    write: false,
    // Chunks import others for order alone; of packages in node_modules nobody is told.
    logOverride: { "ignored-bare-import": "silent" },
  });
  const modules = outputFiles.map(({ path, contents }) => ({
    type: path.endsWith(".wasm") ? "CompiledWasm" : "ESModule",
    path: basename(path),
    contents,
  }));
  return modules.sort((a, b) => b.type.localeCompare(a.type));
}

function version() {
  return createRequire(import.meta.url)("workerd/package.json").version;
}
