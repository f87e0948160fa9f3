import { describe, it } from "vitest";
import { readNetwork } from "../../src/network/read.ts";
import { sample } from "../../src/sampling/sample.ts";
import { files, json, kprop, network, SMALL } from "./support.ts";

const file = await files();
const small = await file("small.json", SMALL);

describe.concurrent("sample", () => {
  it("prints what the library gives, to the last bit", async ({ expect }) => {
    const got = await json("sample", small, "--samples", "1_000", "--seed", "7", "--antithetic", "--layers");
    const options = { samples: 1000, seed: 7, antithetic: true, layers: true };
    const want = await sample(await readNetwork(small), options);
    const plain = JSON.parse(JSON.stringify(want, (_, x) => (ArrayBuffer.isView(x) ? [...(x as never)] : x)));
    expect(got).toEqual({ ...plain, seconds: expect.any(Number), warnings: [] });
    expect(got.layers).toHaveLength(2);
  });

  it("makes errors smaller as it is told", async ({ expect }) => {
    const got = await json("sample", small, "--samples", "2048", "--variance", "sobol-control");
    const want = await sample(await readNetwork(small), { samples: 2048, variance: "sobol-control" });
    expect(got).toMatchObject({ variance: "sobol-control", output: { mean: [...want.output.mean] } });
    const { stdout } = await kprop(["sample", small, "--samples", "64", "--variance", "control"]);
    expect(stdout).toContain("64 samples with a control variate, seed 0");
  });

  it("takes numbers with an exponent, and f64", async ({ expect }) => {
    const got = await json("sample", small, "--samples", "1e2", "--dtype", "f64");
    expect(got).toMatchObject({ samples: 100, seed: 0, variance: "antithetic", dtype: "f64" });
    expect(got.layers).toBeUndefined();
  });

  it("shows means and their errors in text, and what was assumed", async ({ expect }) => {
    const { code, stdout, stderr } = await kprop([
      "sample",
      network("digits-64-128-128-10.safetensors"),
      "--samples",
      "500",
      "--layers",
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /^64 → 128 relu ×2 → 10\n500 samples in antithetic pairs, seed 0, f32\n26 MFLOP, [\d.]+ m?s, 1 thread\n\n/,
    );
    expect(stdout.match(/^(E\[\w+\]|± \(1σ\))/gm)).toEqual(["E[X1]", "E[X2]", "E[output]", "± (1σ)"]);
    expect(stdout).toContain("warning: no activation is recorded in the file: relu assumed\n");
  });
});
