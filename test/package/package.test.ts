import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { bytesOfText } from "../../src/backend/byte-text.ts";
import { KERNELS_TEXT } from "../../src/backend/kernels.generated.ts";
import { KERNELS_ID } from "../../src/backend/kernels-id.generated.ts";
import { RELAXED_KERNELS_TEXT } from "../../src/backend/kernels-relaxed.generated.ts";
import { SCALAR_KERNELS_TEXT } from "../../src/backend/kernels-scalar.generated.ts";

const run = promisify(execFile);
const manifest = JSON.parse(readFileSync("package.json", "utf8"));

const EMBEDDED = [KERNELS_TEXT, RELAXED_KERNELS_TEXT, SCALAR_KERNELS_TEXT];

/** As bundlers may write it, with other quotes. */
function unescaped(literal: string): string {
  return literal.replaceAll("\\", "");
}

/** A file of dist and those that it imports, and so on, but not on demand. */
function loadedAtOnce(entry: string): string[] {
  const found = new Set([entry]);
  for (const path of found) {
    for (const [, next] of readFileSync(path, "utf8").matchAll(/^(?:} from|import) "(\..*)";$/gm)) {
      if (next!.endsWith(".js")) found.add(join(dirname(path), next!));
    }
  }
  return [...found];
}

function textOf(entry: string): string {
  return unescaped(
    loadedAtOnce(entry)
      .map((path) => readFileSync(path, "utf8"))
      .join(),
  );
}

describe("the package", () => {
  it("has no runtime dependencies", () => {
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.peerDependencies).toBeUndefined();
  });

  it("exports files that it packs, and packs nothing but what is built", async () => {
    const { stdout } = await run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"]);
    const files: string[] = JSON.parse(stdout)[0].files.map((file: { path: string }) => file.path);
    const named = [manifest.exports, manifest.bin].flatMap((paths) => Object.values<unknown>(paths));
    const wanted = named.flatMap((path) => (typeof path === "string" ? path : Object.values(path as object)));
    for (const path of wanted) expect(files).toContain(path.replace(/^\.\//, ""));
    const besides = files.filter((path) => !path.startsWith("dist/"));
    expect(besides.sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
  });

  it("keeps all kernels but the usual ones out of what everybody loads", () => {
    const [usual, ...others] = EMBEDDED.map(unescaped);
    expect(textOf("dist/index.js")).toContain(usual);
    for (const kernels of others) expect(textOf("dist/index.js")).not.toContain(kernels);
  });

  it("carries no kernels for edge runtimes, which import the file", () => {
    for (const entry of ["dist/workerd.js", "dist/workerd-training.js"]) {
      const edge = textOf(entry);
      expect(edge).toContain('import kernels from "./kernels.wasm";');
      for (const kernels of EMBEDDED) expect(edge).not.toContain(unescaped(kernels));
    }
  });

  it("publishes the kernels that it embeds, with a section that says so", () => {
    const [file, embedded] = [readFileSync("dist/kernels.wasm"), bytesOfText(KERNELS_TEXT)];
    expect(file.subarray(0, embedded.length).equals(embedded)).toBe(true);
    const [id] = WebAssembly.Module.customSections(new WebAssembly.Module(file), "kprop");
    expect(Buffer.from(id!).toString()).toBe(KERNELS_ID);
    expect(KERNELS_ID).toBe(createHash("sha256").update(embedded).digest("hex"));
  });

  it("is bundled for browsers without modules of Node", async () => {
    const contents = 'export * from "./dist/index.js"; export * from "./dist/training.js";';
    const { outputFiles, warnings } = await build({
      stdin: { contents, resolveDir: "." },
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "browser",
      outdir: "out",
      write: false,
    });
    expect(warnings).toEqual([]);
    const imported = /^(?:import|export|\}) .*from "(?!\.).*|\b(?:import|require)\(\s*["'`](?!\.).*/gm;
    for (const { text } of outputFiles) expect(text.match(imported) ?? []).toEqual([]);
  });

  it("keeps the benchmark to files of its own, each of them whole", () => {
    expect(textOf("dist/index.js")).not.toContain("tile4x2");
    expect(readFileSync("dist/bench.js", "utf8")).not.toMatch(/from\s*"/);
    const page = readFileSync("dist/bench.html", "utf8");
    expect(page).toContain("tile4x2");
    expect(page).not.toMatch(/<(script|link|img)[^>]* (src|href)=/);
  });

  it("has declarations that a strict user's code type-checks against", async () => {
    const options = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2022", "--types", ""];
    const { stdout } = await run("node_modules/.bin/tsc", [
      ...options,
      "--ignoreConfig",
      "test/package/sample.ts",
    ]).catch((error) => error);
    expect(stdout).toBe("");
  });

  it("is loaded by its own name without touching the network or the file system", async () => {
    const { stdout } = await run(process.execPath, [
      "--input-type=module",
      "-e",
      'globalThis.fetch = () => { throw new Error("fetch") }; console.log(Object.keys(await import("kprop")).join())',
    ]);
    for (const name of [
      "estimate",
      "plan",
      "sample",
      "readNetwork",
      "randomNetwork",
      "KpropError",
      "loadKernels",
    ]) {
      expect(stdout.trim().split(",")).toContain(name);
    }
  });
});
