import { describe, expect, it } from "vitest";
import { DTYPES } from "../../src/backend/dtype.ts";
import { compiledKernels } from "../../src/backend/kernels.ts";
import * as kprop from "../../src/index.ts";
import { gaussian, network } from "../sampling/networks.ts";
import { sameBits } from "../support/bits.ts";
import { libraryWithoutSimd } from "../support/no-simd.ts";

const scalar = await libraryWithoutSimd();

const METHODS = [
  { order: 1, kind: "simple" },
  { order: 2, kind: "simple" },
  { order: 2, kind: "augment" },
  { order: 2, kind: "augment-tree" },
  { order: 2, kind: "base" },
  { order: 3, kind: "simple" },
  { order: 3, kind: "augment", form: "dense" },
  { order: 3, kind: "augment-tree", form: "shared-chain" },
  { order: 4, kind: "simple", form: "dense" },
  { order: 4, kind: "simple", form: "shared-chain" },
  { order: 4, kind: "augment" },
] as const;

const ACTIVATIONS = [
  ...["relu", "leaky_relu:0.1", "abs", "heaviside", "sgn", "square", "cube"],
  ...["tanh", "sigmoid", "gelu", "silu", "softplus", "erf", "sin"],
];

/** Widths on both sides of a register tile and of the four partial sums. */
const DRAWN = { inputs: 9, widths: [13, 11], outputs: 3, biasVariance: 0.1, seed: 5 };

/** Names of the arrays whose bits differ. */
function differing(got: kprop.Estimate, want: kprop.Estimate): string[] {
  const arrays = ({ output, cumulants }: kprop.Estimate) =>
    new Map([["output", output.mean], ...[...cumulants!].map(([name, { data }]) => [name, data] as const)]);
  const wanted = arrays(want);
  expect([...arrays(got).keys()]).toEqual([...wanted.keys()]);
  return [...arrays(got)].filter(([name, data]) => !sameBits(data, wanted.get(name)!)).map(([name]) => name);
}

it("the scalar build is what is tested here, compared with the one with SIMD", async () => {
  expect((await scalar.compiledKernels("strict")).build).toBe("scalar");
  expect((await scalar.compiledKernels("relaxed")).precision).toBe("strict");
  expect((await compiledKernels("strict")).build).toBe("strict");
});

describe.each(DTYPES)("without SIMD, in %s,", (dtype) => {
  it.each(METHODS)("an estimate has the same bits: %o", async (method) => {
    const net = await kprop.randomNetwork({ ...DRAWN, activation: "relu" });
    const options = { ...method, dtype, cumulants: true };
    expect(differing(await scalar.estimate(net, options), await kprop.estimate(net, options))).toEqual([]);
  });

  it.each(ACTIVATIONS)("%s has the same bits, estimated and sampled", async (activation) => {
    const net = await kprop.randomNetwork({ ...DRAWN, activation });
    const options = { order: 3, dtype, cumulants: true } as const;
    expect(differing(await scalar.estimate(net, options), await kprop.estimate(net, options))).toEqual([]);
    const sampling = { samples: 300, seed: 2, dtype, antithetic: true, layers: true };
    const [got, want] = [await scalar.sample(net, sampling), await kprop.sample(net, sampling)];
    expect(got.layers).toEqual(want.layers);
  });

  it("products longer than a block and inputs with a covariance have the same bits", async () => {
    const net = network([300, 270, 41]);
    const input = gaussian(300, 5);
    const options = { input, dtype, cumulants: true };
    expect(differing(await scalar.estimate(net, options), await kprop.estimate(net, options))).toEqual([]);
    const sampling = { input, samples: 1001, dtype };
    expect((await scalar.sample(net, sampling)).output).toEqual((await kprop.sample(net, sampling)).output);
  });
});

it("drawn networks have the same bits without SIMD", async () => {
  expect((await scalar.randomNetwork(DRAWN)).layers).toEqual((await kprop.randomNetwork(DRAWN)).layers);
});

it("threads have the same bits without SIMD", async () => {
  const net = await kprop.randomNetwork({ width: 250, depth: 4, seed: 3 });
  const options = { order: 3, kind: "simple", ladder: false } as const;
  const engine = new scalar.Engine();
  const got = await scalar.estimate(net, { ...options, threads: 2, engine });
  engine.dispose();
  expect(got.threads).toBe(2);
  expect(got.output).toEqual((await kprop.estimate(net, { ...options, threads: 1 })).output);
});
