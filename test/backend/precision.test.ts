import { afterEach, describe, expect, it, vi } from "vitest";
import { Arena } from "../../src/backend/arena.ts";
import { bytesOfText } from "../../src/backend/byte-text.ts";
import { bytesPerElement, DTYPES, type Dtype } from "../../src/backend/dtype.ts";
import { type Kernels, WHOLE } from "../../src/backend/instance.ts";
import { compiledKernels, instantiateKernels } from "../../src/backend/kernels.ts";
import type { Precision } from "../../src/backend/precision.ts";
import { estimate } from "../../src/estimate/estimate.ts";
import { sample } from "../../src/sampling/sample.ts";
import { network } from "../sampling/networks.ts";

const [strict, relaxed] = [await instantiateKernels("strict"), await instantiateKernels("relaxed")];
/** Rows, columns and inner length: odd, on both sides of a register tile and of the inner block of 256. */
const SIZES: [number, number, number][] = [
  [1, 1, 1],
  [3, 17, 5],
  [5, 8, 63],
  [17, 3, 256],
  [9, 9, 257],
  [4, 21, 600],
];

/** Reproducible numbers of about unit size, by a linear congruence. */
function numbers(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.fround(state / 2 ** 31 - 1);
  });
}

/** The first `m` rows and `n` columns of A·B, A with rows and B with columns of length `k`, B's rows `ldb` long. */
function product(kernels: Kernels, dtype: Dtype, [m, n, k]: [number, number, number], ldb = n): number[] {
  const arena = new Arena(kernels);
  const bytes = bytesPerElement(dtype);
  const [a, b, c] = [m * k, k * ldb, m * n].map((count) => arena.reserve(count * bytes)) as [
    number,
    number,
    number,
  ];
  const workspace = arena.reserve(kernels[`gemmWorkspace_${dtype}`]!(m, n, k));
  arena[dtype](a, m * k).set(numbers(m * k, 1));
  arena[dtype](b, k * ldb).set(numbers(k * ldb, 2));
  kernels[`gemm_${dtype}`]!(m, n, k, a, k, 1, b, ldb, 1, c, n, 0, WHOLE, workspace);
  return [...arena[dtype](c, m * n)];
}

/** Σ |a|·|b| for each element of the product. */
function magnitudes([m, n, k]: [number, number, number]): number[] {
  const [a, b] = [numbers(m * k, 1), numbers(k * n, 2)];
  return Array.from({ length: m * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let p = 0; p < k; p++) sum += Math.abs(a[i * k + p]! * b[p * n + j]!);
    return sum;
  });
}

it("the relaxed build is what is tested here", async () => {
  expect((await compiledKernels("relaxed")).precision).toBe("relaxed");
  expect((await compiledKernels("strict")).precision).toBe("strict");
});

describe.each(DTYPES)("a relaxed product in %s", (dtype) => {
  /**
   * Either product is within γ = k·u / (1 − k·u) of the exact one, times Σ |a|·|b|, in whatever order it is summed and
   * rounded, once or twice (Higham, Accuracy and Stability of Numerical Algorithms, 3.5).
   */
  it.each(SIZES)("of %i×%i, inner length %i, is as near the exact one as a strict one", (...size) => {
    const roundings = size[2] * (dtype === "f32" ? 2 ** -24 : 2 ** -53);
    const bound = (2 * roundings) / (1 - roundings);
    const [got, want, scale] = [
      product(relaxed, dtype, size),
      product(strict, dtype, size),
      magnitudes(size),
    ];
    for (const [at, x] of got.entries()) {
      expect(Math.abs(x - want[at]!)).toBeLessThanOrEqual(bound * scale[at]!);
    }
  });

  it("has the same bits every time, before and after the engine has optimised it", () => {
    const first = product(relaxed, dtype, [17, 21, 300]);
    for (let run = 0; run < 300; run++) expect(product(relaxed, dtype, [17, 21, 300])).toEqual(first);
  });

  it("has elements that do not depend on how many others there are", () => {
    const whole = product(relaxed, dtype, [17, 21, 300]);
    for (const [m, n] of [
      [1, 1],
      [4, 8],
      [6, 13],
    ] as const) {
      const part = Array.from({ length: m * n }, (_, at) => whole[Math.floor(at / n) * 21 + (at % n)]);
      expect(product(relaxed, dtype, [m, n, 300], 21)).toEqual(part);
    }
  });
});

const net = network([30, 40, 40, 3]);
/** The part of the largest mean by which they may differ: some ten roundings, as docs/dtype.md finds for f32. */
const CLOSE = 1e-14;

const runs = {
  "estimate of order 2": (precision: Precision) => estimate(net, { precision }),
  "estimate of order 3": (precision: Precision) => estimate(net, { order: 3, precision }),
  sample: (precision: Precision) => sample(net, { samples: 1000, dtype: "f64", precision }),
};

describe.each(Object.entries(runs))("a relaxed %s", (_, run) => {
  it("says so, has the same bits every time, and is close to the strict one", async () => {
    const [first, again, exact] = [await run("relaxed"), await run("relaxed"), await run("strict")];
    expect([first.precision, exact.precision]).toEqual(["relaxed", "strict"]);
    expect(again.output).toEqual(first.output);
    const largest = Math.max(...exact.output.mean.map(Math.abs));
    for (const [i, mean] of first.output.mean.entries()) {
      expect(Math.abs(mean - exact.output.mean[i]!)).toBeLessThanOrEqual(CLOSE * largest);
    }
  });
});

describe("where the runtime has no relaxed SIMD", () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.resetModules();
  });

  it("the strict kernels are used, and the result says so", async () => {
    vi.resetModules();
    const { validate } = WebAssembly;
    const { RELAXED_KERNELS_TEXT } = await import("../../src/backend/kernels-relaxed.generated.ts");
    const size = bytesOfText(RELAXED_KERNELS_TEXT).length;
    vi.spyOn(WebAssembly, "validate").mockImplementation(
      (bytes) => bytes.byteLength !== size && validate(bytes),
    );
    const fresh = {
      estimate: (await import("../../src/estimate/estimate.ts")).estimate,
      sample: (await import("../../src/sampling/sample.ts")).sample,
    };
    const estimated = await fresh.estimate(net, { precision: "relaxed" });
    expect(estimated.precision).toBe("strict");
    expect(estimated.output).toEqual((await estimate(net)).output);
    const sampled = await fresh.sample(net, { samples: 100, precision: "relaxed" });
    expect(sampled.precision).toBe("strict");
    expect(sampled.output).toEqual((await sample(net, { samples: 100 })).output);
  });
});
