import { describe, expect, it } from "vitest";
import { PlanBuilder } from "../../src/plan/builder.ts";
import { operationFlops, planFlops } from "../../src/plan/cost.ts";
import { along, whole } from "../../src/plan/views.ts";

/** FLOPs of an operation that one pause may be apart. */
const MOST = 2 ** 28;

describe("long operations", () => {
  it("are cut up, products by rows", () => {
    const builder = new PlanBuilder();
    const n = 1000;
    const [a, b, c] = [0, 1, 2].map((i) => whole(builder.buffer(`${i}`, [n, n]), [n, n]));
    builder.gemm({ rows: n, columns: n, inner: n }, a!, b!, c!);
    const plan = builder.finish();
    const products = plan.operations.filter((operation) => operation.op === "gemm");
    expect(products.reduce((rows, gemm) => rows + gemm.rows, 0)).toBe(n);
    let row = 0;
    for (const { rows, a, c } of products) {
      expect([a.offset, c.offset]).toEqual([row * n, row * n]);
      row += rows;
    }
    expect(Math.max(...plan.operations.map(operationFlops))).toBeLessThanOrEqual(MOST);
  });

  it("are cut up along the first axis, sums continued", () => {
    const builder = new PlanBuilder();
    const n = 700;
    const cube = builder.buffer("cube", [n, n, n]);
    const out = builder.buffer("out", [n, n]);
    const term = { coefficient: 2, factors: [whole(cube, [n, n, n])] };
    builder.terms([n, n, n], along(out, [n, n], [1, 2], 3), [term]);
    const plan = builder.finish();
    const parts = plan.operations.filter((operation) => operation.op === "terms");
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map(({ accumulate }) => accumulate)).toEqual(parts.map((_, at) => at > 0));
    expect(planFlops(plan)).toBe(n ** 3 + (n - 1) * n * n);
  });
});
