import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "vitest";
import { readNetwork } from "../../src/network/read.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { folder, json, kprop } from "./support.ts";

const place = await folder();

describe.concurrent("generate", () => {
  it("writes the library's network, the same for the same seed", async ({ expect }) => {
    const shape = ["generate", "--width", "5", "--depth", "2", "--inputs", "3", "--outputs", "2"];
    const law = ["--initialisation", "critical", "--seed", "11"];
    const paths = ["a", "b"].map((name) => join(place, `${name}.safetensors`));
    const runs = await Promise.all(paths.map((path) => kprop([...shape, ...law, "-o", path])));
    expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      Array(2).fill({ code: 0, stderr: "" }),
    );
    expect(runs[0]!.stdout).toMatch(/^3 → 5 relu ×2 → 2 written to .*a\.safetensors \(\d+ B\)\n$/);
    expect(await readFile(paths[0]!)).toEqual(await readFile(paths[1]!));
    const options = {
      width: 5,
      depth: 2,
      inputs: 3,
      outputs: 2,
      initialisation: "critical",
      seed: 11,
    } as const;
    const want = await randomNetwork(options);
    expect((await readNetwork(paths[0]!)).layers).toEqual(want.layers);
    expect((await readdir(place)).filter((name) => name.includes("partial"))).toEqual([]);
  });

  it("says in JSON what it wrote", async ({ expect }) => {
    const path = join(place, "c.safetensors");
    const got = await json("generate", "--width", "4", "--depth", "1", "-o", path);
    const bytes = (await readFile(path)).length;
    const defaults = { activation: "relu", initialisation: "he", seed: 0 };
    expect(got).toEqual({ output: path, bytes, width: 4, depth: 1, ...defaults });
  });

  it("writes what estimate reads without a doubt", async ({ expect }) => {
    const path = join(place, "d.safetensors");
    await kprop(["generate", "--width", "64", "--depth", "2", "-o", path]);
    const got = await json("estimate", path, "--metric", "average");
    expect(got).toMatchObject({ metric: "average", warnings: [] });
  });
});
