import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlanBuilder } from "../../src/plan/builder.ts";
import { operationFlops } from "../../src/plan/cost.ts";
import type { Computation, Plan } from "../../src/plan/plan.ts";
import { shares } from "../../src/plan/share.ts";
import { along, transposed, whole } from "../../src/plan/views.ts";
import { sameBits } from "../support/bits.ts";
import { TwinBackend } from "../support/twin-backend.ts";

const linear = { family: "polynomial", coefficients: [0.5, 2] } as const;

/** A plan of one computation that is worth sharing, of every kind. */
function plans({ m, n, k }: { m: number; n: number; k: number }): Plan[] {
  const write = (add: (builder: PlanBuilder) => void) => {
    const builder = new PlanBuilder();
    add(builder);
    return builder.finish();
  };
  const matrix = (builder: PlanBuilder, rows: number, columns: number) =>
    whole(builder.buffer(`${rows}×${columns}`, [rows, columns]), [rows, columns]);
  return [
    write((b) =>
      b.gemm({ rows: m, columns: n, inner: k }, matrix(b, m, k), matrix(b, k, n), matrix(b, m, n), {
        accumulate: true,
      }),
    ),
    write((b) => {
      const a = matrix(b, m, k);
      b.gemm({ rows: m, columns: m, inner: k }, a, transposed(a), matrix(b, m, m), { symmetric: true });
    }),
    write((b) => {
      const [cube, row] = [b.buffer("cube", [m, 90, n]), b.buffer("rows", [90, n])];
      const factors = [whole(cube, [m, 90, n]), along(row, [90, n], [1, 2], 3)];
      const sum = b.buffer("sum", [m, n]);
      b.terms([m, 90, n], along(sum, [m, n], [0, 2], 3), [{ coefficient: 3, factors }]);
    }),
    write((b) => b.mirror(k, 160, whole(b.buffer("matrices", [k, 160, 160]), [k, 160, 160]))),
    write((b) => b.wick(linear, 1, 2, b.buffer("mean", [m * 2000]), b.buffer("variance", [m * 2000]))),
  ];
}

function twinOf(plan: Plan): TwinBackend {
  const twin = new TwinBackend(plan, "f32", () => Number.NaN);
  plan.buffers.forEach(({ shape }, id) => {
    const count = shape.reduce((product, extent) => product * extent, 1);
    twin.write(
      id,
      Array.from({ length: count }, (_, i) => Math.sin(i + id) + 1.5),
    );
  });
  return twin;
}

function run(plan: Plan, computations: readonly Computation[]): TwinBackend {
  const twin = twinOf(plan);
  for (const computation of computations) twin.run(computation);
  return twin;
}

describe("the shares of a computation", () => {
  const size = fc.integer({ min: 55, max: 90 });

  it("give together what the whole gives, to the bit and the FLOP, whichever comes first", () => {
    fc.assert(
      fc.property(size, size, size, fc.integer({ min: 2, max: 5 }), (m, n, k, count) => {
        for (const plan of plans({ m, n, k })) {
          const [operation] = plan.operations as readonly [Computation & { layer: number }];
          const parts = shares(operation, count);
          expect(parts.length).toBeLessThanOrEqual(4 * count);
          const whole = run(plan, [operation]);
          const shared = run(plan, parts.toReversed());
          expect(shared.data.every((data, id) => sameBits(data, whole.data[id]!))).toBe(true);
          expect(shared.flops).toBe(whole.flops);
          const flops = parts.map((part) => operationFlops(part));
          expect(flops.reduce((total, part) => total + part, 0)).toBe(operationFlops(operation));
        }
      }),
      { numRuns: 3 },
    );
  });

  it("are about equal where there is enough to share", () => {
    for (const plan of plans({ m: 400, n: 480, k: 100 })) {
      const [operation] = plan.operations as readonly [Computation & { layer: number }];
      const parts = shares(operation, 3);
      expect([3, 6, 12], operation.op).toContain(parts.length);
      const flops = parts.map((part) => operationFlops(part));
      expect(Math.max(...flops), operation.op).toBeLessThan(1.4 * Math.min(...flops) + 1);
    }
  });

  it("are one where meeting would take longer than the work", () => {
    for (const plan of plans({ m: 3, n: 4, k: 5 })) {
      const [operation] = plan.operations as readonly [Computation & { layer: number }];
      expect(shares(operation, 4)).toEqual([operation]);
    }
  });
});
