import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drained } from "../../../src/plan/gradual.ts";
import { insertSorted } from "../../../src/plan/schedule/sorted.ts";
import { timetable } from "../../../src/plan/schedule/timetable.ts";

/** Steps that wait for some of those before them. */
const steps = fc
  .array(
    fc.record({ weight: fc.integer({ min: 1, max: 2 ** 24 }), after: fc.array(fc.nat(), { maxLength: 4 }) }),
  )
  .map((drafts) => ({
    weights: drafts.map(({ weight }) => weight),
    after: drafts.map(({ after }, step) => (step === 0 ? [] : [...new Set(after.map((at) => at % step))])),
  }));

describe("a timetable", () => {
  it("begins every step once, after those that it waits for, with never more done than threads can do", () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 9 }), ({ weights, after }, threads) => {
        const { begin, end, parts, order } = drained(timetable(after, weights, threads));
        expect(order.toSorted((x, y) => x - y)).toEqual([...weights.keys()]);
        for (const [step, needed] of after.entries()) {
          for (const other of needed) expect(begin[step]).toBeGreaterThanOrEqual(end[other]!);
        }
        expect(parts.every((count) => count >= 1 && count <= threads)).toBe(true);
        for (const time of end) {
          const ended = order.filter((step) => end[step]! <= time);
          const work = ended.reduce((sum, step) => sum + weights[step]!, 0);
          expect(work).toBeLessThanOrEqual(threads * time * (1 + 1e-9));
        }
      }),
    );
  });

  it("takes no longer than one thread, and no less than its share", () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 9 }), ({ weights, after }, threads) => {
        const whole = weights.reduce((sum, weight) => sum + weight, 0);
        const length = Math.max(0, ...drained(timetable(after, weights, threads)).end);
        expect(length).toBeLessThanOrEqual(whole * (1 + 1e-9));
        expect(length).toBeGreaterThanOrEqual((whole / threads) * (1 - 1e-9));
      }),
    );
  });

  it("begins with what most waits for", () => {
    const after = [[], [], [], [2], [3]];
    expect(drained(timetable(after, [3, 3, 1, 1, 4], 1)).order).toEqual([2, 3, 4, 0, 1]);
    expect(drained(timetable(after, [3, 3, 1, 1, 4], 2)).end).toEqual([3, 6, 1, 2, 6]);
  });

  it("cuts what is heavy and alone into parts", () => {
    const heavy = 2 ** 24;
    expect(drained(timetable([[]], [heavy], 4))).toMatchObject({ parts: [4], end: [heavy / 4] });
    expect(drained(timetable([[], []], [heavy, heavy], 4))).toMatchObject({
      parts: [2, 2],
      end: [heavy / 2, heavy / 2],
    });
  });
});

it("items are put behind those that are not greater", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.nat())), (items) => {
      const list: [number, number][] = [];
      for (const item of items) insertSorted(list, item, ([key]) => key);
      expect(list).toEqual(items.toSorted(([a], [b]) => a - b));
    }),
  );
});
