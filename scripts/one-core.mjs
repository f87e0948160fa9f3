/**
 * Puts all that an entry loads at once into one chunk. esbuild cuts it wherever some chunk that loads on demand needs a part of it:
 * some thirty files, most of them of a few lines, each of which is fetched and compressed for itself.
 */
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { build } from "esbuild";

/** An import of names, over lines that stay as many, since source maps count them. */
const IMPORT = /^import \{([^}]*)\} from "(\.[^"]+)";$/gm;
/** The names that a chunk exports, which esbuild writes in one statement at its end. */
const EXPORT = /^export \{([^}]*)\};$/m;

/**
 * @param entry path of the entry, which stays a file of its own
 * @param folder where its chunks are
 * @param name the file that takes their place, in that folder
 */
export async function withOneCore(entry, folder, name) {
  const core = join(folder, name);
  const parts = await loadedAtOnce(entry);
  const names = new Map();
  for (const [at, path] of parts.entries()) {
    for (const exported of exportsOf(await readFile(path, "utf8"))) {
      names.set(`${path} ${exported}`, `${exported}_${at}`);
    }
  }
  await writeCore(core, folder, parts, names);
  for (const path of parts) await Promise.all([rm(path), rm(`${path}.map`)]);
  const beside = [...new Set([dirname(entry), folder])];
  const files = await Promise.all(
    beside.map(async (of) => (await readdir(of)).map((file) => join(of, file))),
  );
  for (const path of files.flat().filter((file) => file.endsWith(".js") && file !== core)) {
    const text = await readFile(path, "utf8");
    const mended = text.replace(IMPORT, (statement, list, from) => {
      const part = join(dirname(path), from);
      return parts.includes(part) ? importOf(path, core, renamed(list, part, names)) : statement;
    });
    if (mended !== text) await writeFile(path, mended);
  }
}

/** The chunks that an entry imports, and those that these import. */
async function loadedAtOnce(entry) {
  const found = [entry];
  for (const path of found) {
    for (const [, , from] of (await readFile(path, "utf8")).matchAll(IMPORT)) {
      const part = join(dirname(path), from);
      if (!found.includes(part)) found.push(part);
    }
  }
  return found.slice(1);
}

async function writeCore(core, folder, parts, names) {
  const lines = parts.map((path) => {
    const own = [...names].filter(([key]) => key.startsWith(`${path} `));
    const list = own.map(([key, unique]) => `${key.slice(path.length + 1)} as ${unique}`);
    return list.length > 0 ? `export { ${list.join(", ")} } from "./${basename(path)}";` : "";
  });
  const isPart = (path) => parts.some((part) => basename(part) === basename(path));
  const later = {
    name: "what-loads-on-demand",
    setup(bundler) {
      bundler.onResolve({ filter: /^\.\// }, ({ path }) =>
        isPart(path) ? undefined : { path, external: true },
      );
    },
  };
  await build({
    stdin: { contents: lines.join("\n"), resolveDir: folder },
    outfile: core,
    bundle: true,
    format: "esm",
    target: "es2022",
    external: ["node:*", "*.wasm"],
    sourcemap: true,
    legalComments: "linked",
    plugins: [later],
  });
}

function exportsOf(text) {
  const items = (EXPORT.exec(text)?.[1] ?? "").split(",").map((item) => item.trim());
  return items.filter(Boolean).map((item) => item.split(" as ").at(-1));
}

/** What was imported from a part, by the names that the core gives it; the lines stay. */
function renamed(list, part, names) {
  return list.replace(/[^\s,]+(?: as [^\s,]+)?/g, (item) => {
    const [outside, inside = outside] = item.split(" as ");
    return `${names.get(`${part} ${outside}`)} as ${inside}`;
  });
}

function importOf(path, core, list) {
  const from = relative(dirname(path), core).replace(/^(?!\.)/, "./");
  return `import {${list}} from "${from}";`;
}
