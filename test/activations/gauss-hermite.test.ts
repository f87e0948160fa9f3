import { describe, expect, it } from "vitest";
import { gaussHermite } from "../../src/activations/gauss-hermite.ts";

/** (2k − 1)!!, the moments of a standard Gaussian. */
function moment(degree: number): number {
  return degree % 2 === 1
    ? 0
    : Array.from({ length: degree / 2 }, (_, k) => 2 * k + 1).reduce((a, b) => a * b, 1);
}

describe("Gauss and Hermite's rule", () => {
  it.each([1, 2, 3, 24, 25, 50, 100])("of %d nodes averages powers exactly", (n) => {
    const { nodes, weights } = gaussHermite(n);
    for (let degree = 0; degree < Math.min(2 * n, 30); degree++) {
      const average = nodes.reduce((sum, x, j) => sum + weights[j]! * x ** degree, 0);
      // Rounding is relative to the average of the power's absolute value.
      expect(Math.abs(average - moment(degree))).toBeLessThan(1e-12 * moment(degree + (degree % 2)));
    }
  });

  it("has the known nodes and weights of three", () => {
    const { nodes, weights } = gaussHermite(3);
    const expected = [Math.sqrt(3), 0, -Math.sqrt(3)];
    for (const [j, x] of expected.entries()) expect(nodes[j]).toBeCloseTo(x, 14);
    for (const [j, w] of [1 / 6, 2 / 3, 1 / 6].entries()) expect(weights[j]).toBeCloseTo(w, 14);
  });
});
