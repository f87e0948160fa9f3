import { readFile, symlink } from "node:fs/promises";
import { describe, it } from "vitest";
import { type Estimate, estimate } from "../../src/estimate/estimate.ts";
import { readNetwork } from "../../src/network/read.ts";
import { decodeSafetensors } from "../../src/network/safetensors/decode.ts";
import { encodeSafetensors } from "../../src/network/safetensors/encode.ts";
import { npyF8 } from "../network/helpers.ts";
import { files, folder, json, kprop, network, SMALL, tensor } from "./support.ts";

const HE = network("he-relu-256x4.safetensors");
const DIGITS = network("digits-64-128-128-10.safetensors");
const file = await files();
const place = await folder();
const small = await file("small.json", SMALL);

interface EstimateJson {
  readonly output: { readonly mean: number[] };
  readonly layers?: { Z: { mean: number[] }; X: { mean: number[] } | null }[];
}

describe.concurrent("estimate --json", () => {
  it("prints what the library gives, to the last bit", async ({ expect }) => {
    const got = await json("estimate", HE);
    const { seconds, expectedError, check, ...want } = await estimate(await readNetwork(HE));
    const { mse, vnmse, output } = expectedError!;
    const { samples, mean, standardError, flops } = check!;
    expect(got).toEqual({
      ...want,
      check: {
        ...{ samples, flops, seconds: expect.any(Number) },
        ...{ mean: [...mean], standardError: [...standardError] },
      },
      output: { mean: [...want.output.mean] },
      expectedError: { mse, vnmse, output: [...output] },
      seconds: expect.any(Number),
    });
    expect(Object.keys(got)).toEqual(
      expect.arrayContaining(["order", "kind", "metric", "dtype", "flops", "bytes", "seconds", "warnings"]),
    );
    expect(got).toMatchObject({ order: 2, kind: "simple", metric: "exact", dtype: "f64" });
    expect(got.warnings).toEqual([
      { code: "assumed", message: expect.stringContaining("relu assumed"), serious: false },
    ]);
    expect(seconds).toBeGreaterThan(0);
  });

  it("takes every method option", async ({ expect }) => {
    const method = { order: 3, kind: "augment-tree", metric: "exact", form: "dense", dtype: "f32" } as const;
    const flags = Object.entries(method).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const got = await json<EstimateJson>("estimate", small, ...flags);
    const { output } = await estimate(await readNetwork(small), method);
    expect(got).toMatchObject({ ...method, output: { mean: [...output.mean] } });
  });

  it("gives the means of every layer with --layers, and only then", async ({ expect }) => {
    const [plain, deep] = await Promise.all([
      json<EstimateJson>("estimate", DIGITS),
      json<EstimateJson>("estimate", DIGITS, "--layers"),
    ]);
    expect(plain.layers).toBeUndefined();
    expect(deep.layers!.map(({ Z, X }) => [Z.mean.length, X?.mean.length])).toEqual([
      [128, 128],
      [128, 128],
      [10, undefined],
    ]);
    expect(deep.layers!.at(-1)!.Z.mean).toEqual(deep.output.mean);
    expect(deep.output).toEqual(plain.output);
  });

  it("takes activations by name, one for all hidden layers or one for each", async ({ expect }) => {
    const [one, each, mixed] = await Promise.all([
      json<EstimateJson>("estimate", DIGITS, "--activation", "relu"),
      json<EstimateJson>("estimate", DIGITS, "--activation", "relu, relu"),
      json<EstimateJson>("estimate", DIGITS, "--activation", "relu,identity"),
    ]);
    expect(one).toMatchObject({ warnings: [], output: each.output });
    expect(mixed.output.mean).not.toEqual(one.output.mean);
  });
});

it("with all the threads it is allowed, prints the same", async ({ expect }) => {
  const asked = ["estimate", HE, "--order", "3", "--dtype", "f32", "--json"];
  const [one, two] = await Promise.all([
    json<EstimateJson & { threads: number }>(...asked, "--threads", "1"),
    json<EstimateJson & { threads: number }>(...asked, "--threads", "2"),
  ]);
  expect([one.threads, two.threads]).toEqual([1, 2]);
  expect(two.output).toEqual(one.output);
});

describe.concurrent("estimate in text", () => {
  it("shows the network, the method, the cost and the first means", async ({ expect }) => {
    const { code, stdout, stderr } = await kprop(["estimate", HE, "--layers"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = stdout.split("\n");
    expect(lines[0]).toBe("256 → 256 relu ×4 → 256");
    expect(lines[1]).toBe("order 2 simple, exact metric, f64");
    expect(lines[2]).toMatch(/^[\d.]+ MFLOP, [\d.]+ MiB, [\d.]+ m?s, 1 thread$/);
    expect(lines.filter((line) => /^E\[[ZX]\d\] /.test(line))).toHaveLength(9);
    expect(stdout).toMatch(/\nE\[output\] +-1\.27150 .* 248 more \(all with --json\)\n/);
    expect(lines.at(-2)).toBe("warning: no activation is recorded in the file: relu assumed");
  });

  it("says what samples allow, with their means where the estimate is off, and nothing with --no-check", async ({
    expect,
  }) => {
    const layers = [
      { weight: [[1], [1], [1]], activation: "relu" },
      { weight: Array(3).fill([-1 / 3, 1, -1 / 3]), activation: "relu" },
      { weight: [[1 / 3, 1 / 3, 1 / 3]] },
    ];
    const equal = await file("equal.json", { layers });
    const [looked, alone, good] = await Promise.all([
      kprop(["estimate", equal, "--kind", "augment"]),
      kprop(["estimate", equal, "--kind", "augment", "--no-check"]),
      kprop(["estimate", DIGITS]),
    ]);
    expect(looked.stdout).toMatch(/\nsampled +0\.\d+\n± \(1σ\) +0\.\d+\n/);
    expect(looked.stdout).toMatch(/\nthe estimate is not within what \d+ samples allow \(.*FLOP, .*s\)\n/);
    expect(looked.stdout).toMatch(/\nwarning: \d+ samples give output 0 a mean of /);
    expect(alone.stdout).not.toMatch(/sampled|allow/);
    expect(alone.stdout).toMatch(/\nwarning: layers vary in few directions/);
    expect(good.stdout).toMatch(/\nthe estimate is within what \d+ samples allow/);
    expect(good.stdout).not.toMatch(/sampled/);
  });

  it("warns of floored variances", async ({ expect }) => {
    const dead = await file("dead.json", { layers: [{ weight: [[0]], activation: "relu" }] });
    const { stdout } = await kprop(["estimate", dead]);
    expect(stdout).toContain(
      "warning: layer 1: 1 neuron with no predicted variance beyond rounding (taken for constant)\n",
    );
  });
});

describe.concurrent("the input distribution", () => {
  const mean = [0.5, -2];
  const covariance = [
    [2, 0.5],
    [0.5, 1],
  ];
  const input = {
    mean: Float64Array.from(mean),
    covariance: { rows: 2, columns: 2, data: Float64Array.from(covariance.flat()) },
  };
  const formats = [
    ["JSON", "json", mean, covariance],
    [".npy", "npy", npyF8([2], mean), npyF8([2, 2], covariance.flat())],
    ["safetensors", "safetensors", tensors([2], mean), tensors([2, 2], covariance.flat())],
  ] as const;

  function tensors(shape: number[], numbers: number[]): Uint8Array {
    return encodeSafetensors(new Map([["only", tensor(shape, ...numbers)]]));
  }

  it.for(formats)("is read from %s", async ([, type, meanFile, covarianceFile], { expect }) => {
    const flags = ["--input-mean", await file(`mean.${type}`, meanFile)];
    flags.push("--input-covariance", await file(`covariance.${type}`, covarianceFile));
    const got = await json<EstimateJson>("estimate", small, ...flags);
    const want = await estimate(await readNetwork(small), { input });
    expect(got.output.mean).toEqual([...want.output.mean]);
  });

  it("has a mean of 0, or the covariance I, where only the other is given", async ({ expect }) => {
    const [meanFile, covarianceFile] = [await file("m.json", mean), await file("c.json", covariance)];
    const [onlyMean, onlyCovariance] = await Promise.all([
      json<EstimateJson>("estimate", small, "--input-mean", meanFile),
      json<EstimateJson>("estimate", small, "--input-covariance", covarianceFile),
    ]);
    const read = await readNetwork(small);
    const zero = await estimate(read, { input: { ...input, mean: new Float64Array(2) } });
    const identity = await estimate(read, { input: { ...input, covariance: null } });
    expect(onlyMean.output.mean).toEqual([...identity.output.mean]);
    expect(onlyCovariance.output.mean).toEqual([...zero.output.mean]);
  });

  it("keeps what is recorded with the network beside what is given", async ({ expect }) => {
    const recorded = await file("recorded.json", { ...SMALL, input: { mean: [9, 9], covariance } });
    const got = await json<EstimateJson>("estimate", recorded, "--input-mean", await file("m2.json", mean));
    const want = await estimate(await readNetwork(small), { input });
    expect(got.output.mean).toEqual([...want.output.mean]);
  });
});

describe.concurrent("estimate --verify", () => {
  it("says what the library says, and combines", async ({ expect }) => {
    const options = { order: 3, verify: 5000, seed: 7, combine: "calibrated" } as const;
    const flags = ["--order", "3", "--verify", "5e3", "--seed", "7", "--combine", "calibrated"];
    const got = await json<Estimate>("estimate", DIGITS, ...flags);
    const { certificate, combined } = await estimate(await readNetwork(DIGITS), options);
    const { sampled, seconds: _, threads: _t, ...numbers } = certificate!;
    expect(got.certificate).toMatchObject({ ...numbers, sampled: { mean: [...sampled.mean] } });
    expect(got.combined).toEqual({ mean: [...combined!.mean], share: combined!.share });
  });

  it("prints the bounds in vnMSE and in samples", async ({ expect }) => {
    const { code, stdout } = await kprop(["estimate", DIGITS, "--verify", "1000", "--combine", "safe"]);
    expect(code).toBe(0);
    for (const line of ["± (guess) ", "sampled ", "± (1σ) ", "combined "])
      expect(stdout).toContain(`\n${line}`);
    expect(stdout).toMatch(/\n1000 samples: [\d.]+ MFLOP, [\d.]+ m?s, 1 thread\n/);
    const { certificate, expectedError } = await estimate(await readNetwork(DIGITS), { verify: 1000 });
    const [vnmse, lower, upper] = [certificate!.vnmse, certificate!.lower, certificate!.upper].map((x) =>
      x!.toExponential(1),
    );
    expect(stdout).toContain(`\nvnMSE ${vnmse}; above ${lower} and below ${upper}, with 95 % each\n`);
    expect(stdout).toContain(`\nworth at least ${Math.round(certificate!.worthSamples!)} samples\n`);
    expect(stdout).toContain(`\nits orders foretell a vnMSE of ${expectedError!.vnmse!.toExponential(1)}\n`);
    expect(stdout).toMatch(/\ncombined: the samples’ share is 0\.\d+\n/);
  });
});

describe.concurrent("estimate --cumulants", () => {
  it("replaces a file of that name, through a link too", async ({ expect }) => {
    const old = await file("old.safetensors", new Uint8Array([1, 2, 3]));
    await symlink(old, `${place}/link`);
    const { code, stdout } = await kprop(["estimate", small, "--order", "1", "--cumulants", `${place}/link`]);
    expect(code).toBe(0);
    expect(stdout).toContain(`cumulants written to ${place}/link\n`);
    const { tensors } = decodeSafetensors(await readFile(old));
    expect([...tensors.keys()].sort()).toEqual([
      "simple/K1/exact/X1/kappa1",
      "simple/K1/exact/X1/kappa2/r1",
      "simple/K1/exact/Z1/kappa1",
      "simple/K1/exact/Z1/kappa2/r1",
      "simple/K1/exact/Z2/kappa1",
      "simple/K1/exact/Z2/kappa2/r1",
    ]);
  });
});
