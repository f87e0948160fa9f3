import { readFile } from "node:fs/promises";
import { describe, it } from "vitest";
import { estimate } from "../../src/estimate/estimate.ts";
import { makeNetwork } from "../../src/network/make.ts";
import { files, json, network, SMALL } from "./support.ts";

const file = await files();

interface EstimateJson {
  readonly output: { readonly mean: number[] };
  readonly warnings: { message: string }[];
}

describe.concurrent("networks are read from", () => {
  it("a row of WhestBench parquet", async ({ expect }) => {
    const written: { weights: number[][][][] } = JSON.parse(
      await readFile(network("whest-written.json"), "utf8"),
    );
    const path = network("whest-zstd-v1-dict.parquet");
    for (const row of [0, 2]) {
      const layers = written.weights[row]!.map((inOut) => ({
        weight: inOut[0]!.map((_, j) => inOut.map((from) => from[j]!)),
        activation: "relu",
      }));
      const want = await estimate(makeNetwork({ layers }));
      const got = await json<EstimateJson>("estimate", path, "--row", String(row));
      expect(got.output.mean).toEqual([...want.output.mean]);
    }
  });

  it("parquet without --row where there is one row", async ({ expect }) => {
    const got = await json<EstimateJson>(
      "estimate",
      network("whestbench-fixture-32x8.parquet"),
      "--row",
      "0",
    );
    expect(got.output.mean).toHaveLength(32);
  });

  it("npz, orientation told or found", async ({ expect }) => {
    const path = network("numpy-positional.npz");
    const [found, told] = await Promise.all([
      json<EstimateJson>("estimate", path, "--activation", "relu"),
      json<EstimateJson>("estimate", path, "--activation", "relu", "--orientation", "in-out"),
    ]);
    expect(found.output).toEqual(told.output);
    expect(found.warnings.map(({ message }) => message)).toEqual([expect.stringContaining("[in, out]")]);
    expect(told.warnings).toEqual([]);
  });

  it("JSON, whatever the file is called", async ({ expect }) => {
    const path = await file("model.safetensors", SMALL);
    const want = await estimate(makeNetwork(SMALL));
    const got = await Promise.all([
      json<EstimateJson>("estimate", path),
      json<EstimateJson>("estimate", path, "--format", "json"),
    ]);
    for (const { output, warnings } of got) {
      expect(output.mean).toEqual([...want.output.mean]);
      expect(warnings).toEqual([]);
    }
  });
});
