import { describe, expect, it } from "vitest";
import { operationFlops } from "../../src/plan/cost.ts";
import type { Gemm, Terms } from "../../src/plan/plan.ts";
import { pieces } from "../../src/plan/split.ts";
import { along, transposed, whole } from "../../src/plan/views.ts";

/** FLOPs that one pause may be apart from the next. */
const MOST = 2 ** 28;

/** Where the elements that a product computes lie, and how often each is computed. */
function covered(products: readonly Gemm[], columns: number, size: number): Uint8Array {
  const times = new Uint8Array(size);
  for (const { rows, columns: width, c } of products) {
    for (let i = 0; i < rows; i++) {
      const start = c.offset + i * columns;
      for (let at = start; at < start + width; at++) times[at]!++;
    }
  }
  return times;
}

function total(parts: readonly (Gemm | Terms)[]): number {
  return parts.reduce((sum, part) => sum + operationFlops(part), 0);
}

describe("the pieces of a long operation", () => {
  const [rows, columns, inner] = [900, 1500, 1000];
  const product: Gemm = {
    ...{ op: "gemm", rows, columns, inner, accumulate: true, symmetric: false, firstRow: 0 },
    ...{ a: whole(0, [rows, inner]), b: whole(1, [inner, columns]), c: whole(2, [rows, columns]) },
  };

  it("are products of some rows and columns, each element computed once", () => {
    const parts = [...pieces(product)] as Gemm[];
    for (const { a, b, c } of parts) {
      const [row, column] = [Math.floor(c.offset / columns), c.offset % columns];
      expect([a.offset, b.offset]).toEqual([row * inner, column]);
    }
    expect(covered(parts, columns, rows * columns).every((times) => times === 1)).toBe(true);
    expect(Math.max(...parts.map(operationFlops))).toBeLessThanOrEqual(MOST);
    expect(total(parts)).toBe(operationFlops(product));
  });

  it("are bands of a symmetric product's triangle", () => {
    const n = 1500;
    const a = whole(0, [n, inner]);
    const symmetric = { ...product, rows: n, a, b: transposed(a), c: whole(2, [n, n]), symmetric: true };
    const parts = [...pieces(symmetric)] as Gemm[];
    expect(parts.length).toBeGreaterThan(4);
    const triangle = covered(parts, n, n * n);
    for (let i = 0; i < n; i++) {
      expect(triangle.subarray(i * n, i * n + i + 1).every((times) => times === 1)).toBe(true);
    }
    expect(Math.max(...parts.map(operationFlops))).toBeLessThanOrEqual(MOST);
    expect(total(parts)).toBe(operationFlops(symmetric));
  });

  it("go along the first axis of terms, sums continued", () => {
    const n = 700;
    const factors = [whole(0, [n, n, n])];
    const terms: Terms = {
      ...{ op: "terms", extents: [n, n, n], accumulate: false },
      ...{ out: along(1, [n, n], [1, 2], 3), terms: [{ coefficient: 2, factors }] },
    };
    const parts = [...pieces(terms)] as Terms[];
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map(({ accumulate }) => accumulate)).toEqual(parts.map((_, at) => at > 0));
    expect(total(parts)).toBe(operationFlops(terms));
    expect(total(parts)).toBe(n ** 3 + (n - 1) * n * n);
  });
});
