import { Arena } from "../../src/backend/arena.ts";
import type { Kernels } from "../../src/backend/instance.ts";
import { instantiateKernels } from "../../src/backend/kernels.ts";

export type Precision = "f32" | "f64";
type Kernel = (...args: number[]) => void;

/** The Wick kernels on plain arrays, in one instance. Values come back as doubles. */
export interface WickCalls {
  twoSided(
    precision: Precision,
    k: number,
    p: number,
    positive: number,
    negative: number,
    mu: readonly number[],
    variance: readonly number[],
  ): number[];
  polynomial(
    precision: Precision,
    coefficients: readonly number[],
    mu: readonly number[],
    variance: readonly number[],
  ): number[];
}

/** Vectors are at most this long. */
const ROOM = 4096;

export async function wickCalls(): Promise<WickCalls> {
  const kernels = await instantiateKernels();
  const arena = new Arena(kernels);
  const [mu, variance, out, list] = [0, 0, 0, 0].map(() => arena.reserve(8 * ROOM)) as Four;
  const view = (precision: Precision, at: number, length: number) => arena[precision](at, length);

  function call(
    kernel: string,
    precision: Precision,
    head: number[],
    m: readonly number[],
    v: readonly number[],
  ) {
    view(precision, mu, m.length).set(m);
    view(precision, variance, m.length).set(v);
    view(precision, out, m.length + 1).fill(UNTOUCHED);
    kernelOf(kernels, `${kernel}_${precision}`)(m.length, ...head, mu, variance, out);
    const result = Array.from(view(precision, out, m.length + 1));
    if (result.pop() !== UNTOUCHED) throw new Error(`${kernel} writes past its end`);
    return result;
  }

  return {
    twoSided: (precision, k, p, positive, negative, m, v) =>
      call("wickTwoSided", precision, [k, p, positive, negative], m, v),
    polynomial: (precision, coefficients, m, v) => {
      arena.f64(list, coefficients.length).set(coefficients);
      return call("wickPolynomial", precision, [coefficients.length - 1, list], m, v);
    },
  };
}

type Four = [number, number, number, number];
const UNTOUCHED = -12345;

function kernelOf(kernels: Kernels, name: string): Kernel {
  return kernels[name] as Kernel;
}
