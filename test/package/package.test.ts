import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);
const manifest = JSON.parse(readFileSync("package.json", "utf8"));

describe("the package", () => {
  it("has no runtime dependencies", () => {
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.peerDependencies).toBeUndefined();
  });

  it("exports files that it packs, and packs nothing but what is built", async () => {
    const { stdout } = await run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"]);
    const files: string[] = JSON.parse(stdout)[0].files.map((file: { path: string }) => file.path);
    const wanted = [...Object.values<string>(manifest.exports["."]), ...Object.values<string>(manifest.bin)];
    for (const path of wanted) expect(files).toContain(path.replace(/^\.\//, ""));
    const besides = files.filter((path) => !path.startsWith("dist/"));
    expect(besides.sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
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
    for (const name of ["estimate", "plan", "sample", "readNetwork", "randomNetwork", "KpropError"]) {
      expect(stdout.trim().split(",")).toContain(name);
    }
  });
});
