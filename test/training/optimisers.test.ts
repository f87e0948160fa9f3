import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { following, type Optimiser } from "../../src/training/optimisers/optimiser.ts";
import { expectRefusal } from "../network/helpers.ts";

const number = fc.double({ min: -10, max: 10, noNaN: true });
const rate = fc.double({ min: 0, max: 1, noNaN: true });
const ALL: readonly ((rate: Optimiser["rate"]) => Optimiser)[] = [
  (rate) => ({ type: "sgd", rate }),
  (rate) => ({ type: "momentum", rate }),
  (rate) => ({ type: "adam", rate }),
];
const any = fc.tuple(fc.constantFrom(...ALL), rate).map(([make, rate]) => make(rate));

/** Where steps along the gradients lead from a start. */
function path(optimiser: Optimiser, start: readonly number[], gradients: readonly (readonly number[])[]) {
  const parameters = Float64Array.from(start);
  const follow = following(optimiser, start.length);
  return gradients.map((gradient) => {
    follow(parameters, Float64Array.from(gradient));
    return [...parameters];
  });
}

describe("an optimiser", () => {
  it("SGD takes rate times the gradient", () => {
    expect(
      path(
        { type: "sgd", rate: 0.5 },
        [1, 2],
        [
          [2, -4],
          [1, 0],
        ],
      ),
    ).toEqual([
      [0, 4],
      [-0.5, 4],
    ]);
  });

  it("momentum adds up gradients that fade", () => {
    const gradients = [[1], [1], [1]];
    const [, , last] = path({ type: "momentum", rate: 1, momentum: 0.5 }, [0], gradients);
    expect(last).toEqual([-(1 + 1.5 + 1.75)]);
    expect(path({ type: "momentum", rate: 1 }, [0], gradients)[1]).toEqual([-(1 + 1.9)]);
  });

  it("momentum is SGD with a sum in place of the gradient: rate/(1 − momentum) for one that stays", () => {
    const [far] = path({ type: "momentum", rate: 0.1, momentum: 0.9 }, [0], Array(400).fill([1])).slice(-1);
    // Σ_t (1 − 0.9^t)/(1 − 0.9) for t up to 400, by the geometric series.
    expect(far![0]).toBeCloseTo(-0.1 * (400 * 10 - 90 * (1 - 0.9 ** 400)), 9);
  });

  it("Adam's first step is the rate, whatever the gradient's size, but for ε", () => {
    fc.assert(
      fc.property(
        number.filter((g) => Math.abs(g) > 1e-3),
        rate,
        (g, rate) => {
          const [[first]] = path({ type: "adam", rate }, [0], [[g]]) as [[number]];
          expect(first).toBeCloseTo((-rate * g) / (Math.abs(g) + 1e-8), 12);
        },
      ),
    );
  });

  it("Adam's steps are those of the paper's algorithm", () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 12 }), rate, (gradients, rate) => {
        let [m, v, want] = [0, 0, 1];
        gradients.forEach((g, at) => {
          const t = at + 1;
          m = 0.9 * m + 0.1 * g;
          v = 0.999 * v + 0.001 * g * g;
          want -= (rate * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
        });
        const last = path(
          { type: "adam", rate },
          [1],
          gradients.map((g) => [g]),
        ).at(-1)!;
        expect(last[0]).toBeCloseTo(want, 9);
      }),
    );
  });

  it("moves each parameter by its own gradient alone, and none by zeros", () => {
    const pairs = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(any, number, number, pairs, (optimiser, x, y, gradients) => {
        const both = path(
          optimiser,
          [x, y, x],
          gradients.map(([g, h]) => [g, h, 0]),
        );
        const alone = path(
          optimiser,
          [y],
          gradients.map(([, h]) => [h]),
        );
        expect(both.map(([, second]) => second)).toEqual(alone.map(([only]) => only));
        expect(both.map(([, , third]) => third)).toEqual(both.map(() => x));
      }),
    );
  });

  it("finds the bottom of a parabola", () => {
    for (const make of ALL) {
      const parameters = Float64Array.of(3, -2);
      const follow = following(
        make((step) => 0.1 / (1 + step / 50)),
        2,
      );
      for (let i = 0; i < 2000; i++) {
        follow(parameters, Float64Array.of(parameters[0]! - 1, 2 * (parameters[1]! - 0.5)));
      }
      expect(parameters[0]).toBeCloseTo(1, 5);
      expect(parameters[1]).toBeCloseTo(0.5, 5);
    }
  });

  it("asks a schedule for each step's rate", () => {
    const steps = path({ type: "sgd", rate: (step) => 1 / (step + 1) }, [0], [[1], [1], [1]]);
    expect(steps.map(([x]) => x)).toEqual([-1, -1.5, -1.5 - 1 / 3]);
  });

  it.each([
    [undefined, "the optimiser is undefined; expected a type of sgd, momentum, adam"],
    [{ type: "lion", rate: 1 }, 'the optimiser is {"type":"lion","rate":1}'],
    [{ type: "sgd" }, "rate at step 0 is undefined; expected a number of at least 0"],
    [{ type: "adam", rate: -1 }, "rate at step 0 is -1"],
    [{ type: "adam", rate: () => Number.NaN }, "rate at step 0 is NaN"],
    [{ type: "momentum", rate: 1, momentum: 1 }, "momentum is 1; expected a number from 0 to below 1"],
  ])("refuses %o", async (optimiser, message) => {
    await expectRefusal(() => following(optimiser as never, 1), "bad-option", message);
  });
});
