import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build as bundle } from "esbuild";
import { build as vite } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installed, run } from "./installed.ts";

const LIMIT = { timeout: 60_000 };
const RUNTIMES = "test/runtimes/node_modules";
let folder = "";

beforeAll(async () => {
  folder = await installed();
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const here = () => ({ ...LIMIT, cwd: folder });

/** A program of test/runtimes; without it the test is skipped, loudly, and fails where CI is set. */
function program(context: { skip(note?: string): never }, path: string): string {
  const found = resolve(RUNTIMES, path);
  if (existsSync(found)) return found;
  const note = `*** SKIPPED: ${path} is not installed (npm run test:runtimes does) ***`;
  if (process.env.CI) throw new Error(note);
  console.warn(note);
  return context.skip(note);
}

describe("the packed package in an empty project", () => {
  it("brings no other package", async () => {
    const lock = JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8"));
    expect(Object.keys(lock.packages).sort()).toEqual(["", "node_modules/kprop"]);
  });

  it("is imported by Node", async () => {
    expect((await run(process.execPath, ["use.mjs"], here())).stdout).toBe("2\n");
  });

  it("is imported by Deno", async (context) => {
    const deno = program(context, ".bin/deno");
    expect((await run(deno, ["run", "--no-prompt", "--allow-read", "use.mjs"], here())).stdout).toBe("2\n");
  });

  it("is imported by Bun", async (context) => {
    const bun = program(context, ".bin/bun");
    expect((await run(bun, ["run", "use.mjs"], here())).stdout).toBe("2\n");
  });

  it("is required by Node 22", async (context) => {
    const major = Number(process.versions.node.split(".")[0]);
    const node =
      major >= 22
        ? process.execPath
        : program(context, `node-22-${process.platform}-${process.arch}/bin/node`);
    expect((await run(node, ["use.cjs"], here())).stdout).toBe("2\n");
  });

  it("type-checks, every public function, in a strict project", async () => {
    const options = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2022", "--types", ""];
    const tsc = resolve("node_modules/.bin/tsc");
    const { stdout } = await run(tsc, [...options, "sample.ts"], here()).catch((error) => error);
    expect(stdout).toBe("");
  });

  it("is bundled by esbuild without a warning", async () => {
    const { warnings } = await bundle({
      absWorkingDir: folder,
      entryPoints: ["use.mjs"],
      outdir: "esbuild",
      bundle: true,
      minify: true,
      splitting: true,
      format: "esm",
      outExtension: { ".js": ".mjs" },
    });
    expect(warnings).toEqual([]);
    expect((await run(process.execPath, ["esbuild/use.mjs"], here())).stdout).toBe("2\n");
  });

  it("is bundled by Vite", async () => {
    await vite({
      root: folder,
      configFile: false,
      logLevel: "error",
      build: {
        outDir: "vite",
        target: "es2022",
        lib: { entry: "use.mjs", formats: ["es"], fileName: "use" },
      },
    });
    const { stdout } = await run(process.execPath, ["vite/use.js"], here());
    expect(stdout).toBe("2\n");
  });
});

describe("the registry of Deno", () => {
  it("would take the package", async (context) => {
    const deno = program(context, ".bin/deno");
    const options = ["--dry-run", "--allow-dirty", "--allow-slow-types", "--no-check"];
    const { stderr } = await run(deno, ["publish", ...options], LIMIT);
    expect(stderr).toContain("Dry run complete");
  });
});
