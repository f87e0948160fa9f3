import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KpropError } from "../../src/errors.ts";
import type { FloatArray, Matrix } from "../../src/network/network.ts";
import { factorCovariance } from "../../src/sampling/factor.ts";

function square(data: FloatArray): Matrix {
  const n = Math.sqrt(data.length);
  return { rows: n, columns: n, data };
}

/** B Bᵀ for B of shape [n, k]. */
function gram(b: readonly number[], n: number, k: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let l = 0; l < k; l++) sum += b[i * k + l]! * b[j * k + l]!;
    return sum;
  });
}

async function refusal(data: FloatArray): Promise<KpropError> {
  try {
    await factorCovariance(square(data));
  } catch (error) {
    if (error instanceof KpropError) return error;
  }
  throw new Error("it was accepted");
}

/** Their products are exact, so that a Gram matrix has the rank that it should. */
const entry = fc.integer({ min: -512, max: 512 }).map((x) => x / 256);
const sized = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 20 }))
  .chain(([n, k]) =>
    fc.tuple(fc.constant(n), fc.constant(k), fc.array(entry, { minLength: n * k, maxLength: n * k })),
  );

describe("factorCovariance", () => {
  it("gives back the covariance, whatever its rank, and beyond it no column but of rounding", async () => {
    await fc.assert(
      fc.asyncProperty(sized, async ([n, k, b]) => {
        const a = gram(b, n, k);
        const { rank, data } = await factorCovariance(square(a));
        expect(rank).toBeLessThanOrEqual(n);
        const back = gram([...data], n, rank);
        // Dropped pivots are below (n + 64) ε of their own variance, rounding adds some n ε. A pivot of which nearly all had
        // cancelled passes its rounding on, to variables that then seem to have something left.
        const rounding = (2 * n + 64) * 2 ** -52 * Math.max(...a);
        a.forEach((value, at) => {
          expect(Math.abs(back[at]! - value)).toBeLessThanOrEqual(rounding);
        });
        data.forEach((value, at) => {
          if (at % rank >= k) expect(value * value).toBeLessThanOrEqual(rounding);
        });
      }),
      {
        numRuns: 60,
        examples: [[[4, 2, [-0.03125, 1.6640625, 0, 0, 0.015625, 0.81640625, -0.01171875, 0]]]],
      },
    );
  });

  it("finds the rank of more variables than one call of the kernel takes", async () => {
    const [n, k] = [90, 40];
    const b = Array.from({ length: n * k }, (_, i) => Math.sin(i * i));
    const { rank, data } = await factorCovariance(square(gram(b, n, k)));
    expect(rank).toBe(k);
    expect(data).toHaveLength(n * k);
  });

  it("keeps variables in small units", async () => {
    const { rank, data } = await factorCovariance(
      square(new Float32Array([1, 0, 0, 0, 1e-12, 0, 0, 0, 1e12])),
    );
    expect(rank).toBe(3);
    const variances = [0, 1, 2].map((i) => data.subarray(3 * i, 3 * i + 3).reduce((s, x) => s + x * x, 0));
    expect(variances.map((v, i) => Math.round(v / [1, 1e-12, 1e12][i]!))).toEqual([1, 1, 1]);
  });

  it("takes a rank-one matrix rounded to f32", async () => {
    const v = Array.from({ length: 30 }, (_, i) => Math.cos(i) + 1.1);
    const { rank } = await factorCovariance(square(Float32Array.from(gram(v, 30, 1))));
    expect(rank).toBe(1);
  });

  it("takes zero", async () => {
    expect(await factorCovariance(square(new Float64Array(9)))).toEqual({
      rank: 0,
      data: new Float64Array(0),
      clipped: null,
    });
  });

  it.each([
    ["a negative variance", [1, 0, 0, -1]],
    ["a correlation beyond one", [1, 1.1, 1.1, 1]],
    ["no variance but a covariance", [0, 1, 1, 0]],
    ["the same behind a proper variable", [1, 0, 0, 0, 0, 0.5, 0, 0.5, 0]],
    ["a negative eigenvalue", [1, 0.9, 0, 0.9, 1, 0.9, 0, 0.9, 1]],
  ])("refuses %s", async (_, values) => {
    const error = await refusal(new Float64Array(values));
    expect(error.code).toBe("bad-input");
    expect(error.message).toContain("covariance is not positive semidefinite (variable ");
  });

  it("stops when aborted", async () => {
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    await expect(factorCovariance(square(new Float64Array([1])), { signal })).rejects.toBe(reason);
  });
});
