import type { Matrix } from "../../src/network/network.ts";
import { Draws } from "../training/draws.ts";

/** How inputs hang together: all alike, each with its neighbours, or by a few directions alone; unit variances but for the last. */
export type Law = "equal 0.5" | "equal 0.9" | "chain 0.95" | "rank 1" | "rank 3";

/** A covariance of n inputs, `[n, n]`. */
export async function correlated(law: Law, n: number, seed: number): Promise<Matrix> {
  const amount = Number(law.split(" ")[1]);
  const data = new Float64Array(n * n);
  const factors = law.startsWith("rank") ? (await Draws.create(seed)).normals(n, amount) : null;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (factors !== null) data[i * n + j] = product(factors, i, j, amount);
      else if (i === j) data[i * n + j] = 1;
      else data[i * n + j] = law.startsWith("equal") ? amount : amount ** Math.abs(i - j);
    }
  }
  return { rows: n, columns: n, data };
}

function product(factors: Float64Array, i: number, j: number, rank: number): number {
  let sum = 0;
  for (let k = 0; k < rank; k++) sum += factors[i * rank + k]! * factors[j * rank + k]!;
  return sum;
}
