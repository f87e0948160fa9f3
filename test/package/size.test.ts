import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";
import { describe, expect, it } from "vitest";

/** What a user's bundler makes of a line that imports from kprop, in chunks. */
async function bundle(line: string, minify = true) {
  const { metafile, outputFiles } = await build({
    stdin: { contents: line, resolveDir: ".", sourcefile: "use.js" },
    bundle: true,
    minify,
    splitting: true,
    format: "esm",
    external: ["node:*"],
    outdir: "out",
    write: false,
    metafile: true,
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [path.slice(path.indexOf("out/")), text]));
  return { metafile, texts, first: statically(metafile) };
}

/** The outputs that are loaded at once: those that the entry imports, and so on, but not on demand. */
function statically({ outputs }: Metafile): Set<string> {
  const found = new Set(Object.keys(outputs).filter((path) => outputs[path]!.entryPoint === "use.js"));
  for (const path of found) {
    for (const { path: next, kind } of outputs[path]!.imports)
      if (kind === "import-statement") found.add(next);
  }
  return found;
}

describe("what a user's bundle takes", () => {
  it("is at most 60 kB for all of the core, minified and gzipped, kernels included", async () => {
    const { texts, first } = await bundle('export * from "./dist/index.js"');
    expect(first.size).toBeGreaterThan(0);
    const sizes = [...first].map((path) => gzipSync(texts.get(path)!, { level: 9 }).length);
    const size = sizes.reduce((sum, bytes) => sum + bytes, 0);
    console.log(`core: ${size} bytes`);
    expect(size).toBeLessThanOrEqual(60_000);
  });

  it("holds nothing of training in the core", async () => {
    const { metafile, first } = await bundle('export * from "./src/index.ts"');
    const names = [...first].flatMap((path) => Object.keys(metafile.outputs[path]!.inputs));
    expect(names).toContain("src/plan/execute.ts");
    expect(names.filter((name) => /^src\/(training|plan\/adjoint)\//.test(name))).toEqual([]);
  });

  it("holds no propagation for `sample` alone, from the sources", async () => {
    const { metafile, first } = await bundle('export { sample } from "./src/index.ts"');
    const parts = [...first].flatMap((path) => Object.entries(metafile.outputs[path]!.inputs));
    const names = parts.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([name]) => name);
    expect(names).toContain("src/sampling/sample.ts");
    expect(names.filter((name) => /^src\/(propagation|combinatorics|estimate)\//.test(name))).toEqual([]);
  });

  it("holds no propagation for `sample` alone, from what is packed", async () => {
    const text = async (name: string) => {
      const { texts, first } = await bundle(`export { ${name} } from "./dist/index.js"`, false);
      return [...first].map((path) => texts.get(path)).join("\n");
    };
    const propagation = /kappa|\b(propagate|memoised|setPartitions|diagramsOf)\b/;
    expect(await text("estimate")).toMatch(propagation);
    expect(await text("sample")).not.toMatch(propagation);
  });
});
