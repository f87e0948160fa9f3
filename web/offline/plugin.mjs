import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

/** Most visits never need these; they are kept once they were used. */
const RARELY_USED = /\/(bench|unbrotli|kernels-(relaxed|scalar))[.-]/;

/** Writes the service worker, with the names of what was built. */
export const offline = {
  name: "offline",
  apply: "build",
  async generateBundle(_, bundle) {
    const files = [...Object.keys(bundle).filter(isNeeded), "icon.svg"].sort();
    const version = createHash("sha256").update(files.join()).digest("hex").slice(0, 16);
    const source = await readFile(new URL("service-worker.js", import.meta.url), "utf8");
    const names = JSON.stringify(files.map((name) => `./${name}`));
    this.emitFile({
      type: "asset",
      fileName: "service-worker.js",
      source: `const VERSION = "${version}";\nconst FILES = ${names};\n${source}`,
    });
  },
};

function isNeeded(name) {
  return name !== "index.html" && !name.endsWith(".map") && !RARELY_USED.test(name);
}
