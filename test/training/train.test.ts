import { describe, expect, it } from "vitest";
import { makeNetwork } from "../../src/network/make.ts";
import type { Network } from "../../src/network/network.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import type { Loss } from "../../src/training/loss.ts";
import type { Optimiser } from "../../src/training/optimisers/optimiser.ts";
import { type Training, train } from "../../src/training/train.ts";
import type { TrainingState } from "../../src/training/train-options.ts";
import { valueAndGradient } from "../../src/training/value-and-gradient.ts";
import { expectRefusal } from "../network/helpers.ts";

const SGD: Optimiser = { type: "sgd", rate: 0.1 };

/** A linear map of three inputs, with a bias. */
function linear(weight: readonly number[], bias: number): Network {
  return makeNetwork({ layers: [{ weight: [weight], bias: [bias], activation: null }] });
}

const student = await randomNetwork({ inputs: 4, widths: [8, 8], outputs: 2, biasVariance: 0.1, seed: 1 });
const teacher = await randomNetwork({ inputs: 4, widths: [12, 12], outputs: 2, seed: 2 });
const imitate: Loss = { type: "squared-difference", target: teacher };

describe("training", () => {
  it("of a linear map towards another is a known path: each error shrinks by 1 − 2 · rate a step", async () => {
    const [start, goal] = [linear([1, -2, 0.5], 0.25), linear([0, 1, 1], -1)];
    const steps = 7;
    const loss: Loss = { type: "squared-difference", target: goal };
    const { network, history } = await train(start, loss, { steps, optimiser: SGD });
    const [d, left] = [[1, -3, -0.5, 1.25], 0.8 ** steps];
    const { weight, bias } = network.layers[0]!;
    [0, 1, 1].forEach((w, i) => {
      expect(weight.data[i]).toBeCloseTo(w + left * d[i]!, 12);
    });
    expect(bias![0]).toBeCloseTo(-1 + left * 1.25, 12);
    const square = d.reduce((total, x) => total + x * x, 0);
    history.forEach((value, step) => {
      expect(value).toBeCloseTo(square * 0.64 ** step, 12);
    });
    expect(history).toHaveLength(steps + 1);
  });

  it("lowers a network's loss, and gives the value of what it gives back", async () => {
    const options = { steps: 40, optimiser: { type: "adam", rate: 0.02 } } as const;
    const { network, history, stopped, value, flops } = await train(student, imitate, options);
    expect(stopped).toBeNull();
    expect(history[40]! / history[0]!).toBeLessThan(0.5);
    const again = await valueAndGradient(network, imitate);
    expect([value, history[40]]).toEqual([again.value, again.value]);
    expect(flops).toBe(41 * again.flops);
  });

  it("leaves the network that it is given as it is, and what has no bias without", async () => {
    const before = JSON.stringify(student);
    const { network } = await train(student, imitate, { steps: 1, optimiser: SGD });
    expect(JSON.stringify(student)).toBe(before);
    expect(network.layers.map(({ bias }) => bias === null)).toEqual(
      student.layers.map(({ bias }) => bias === null),
    );
  });

  it("has the same bits again, and whatever number of threads", async () => {
    const run = (threads: number) =>
      train(student, imitate, { steps: 6, optimiser: { type: "momentum", rate: 0.01 }, threads });
    const [a, b] = [await run(1), await run(2)];
    expect(a.history).toEqual(b.history);
    expect(a.network).toEqual(b.network);
  });

  it("of no steps gives the network and its loss", async () => {
    const { network, history, value } = await train(student, imitate, { steps: 0, optimiser: SGD });
    expect([...history]).toEqual([value]);
    expect(network.layers.map(({ weight }) => [...weight.data])).toEqual(
      student.layers.map(({ weight }) => [...weight.data]),
    );
  });

  it("shows every state, and progress up to the whole", async () => {
    const states: TrainingState[] = [];
    const seen: { done: number; total: number }[] = [];
    const { history, network, flops } = await train(student, imitate, {
      ...{ steps: 3, optimiser: SGD },
      onStep: (state) => states.push(state),
      onProgress: (progress) => seen.push(progress),
    });
    expect(states.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
    expect(states.map(({ value }) => value)).toEqual([...history]);
    expect(states.at(-1)!.network).toBe(network);
    expect(seen.map(({ total }) => total)).toEqual(seen.map(() => flops));
    expect(seen.at(-1)!.done).toBe(flops);
  });

  it("can be aborted between steps, by a timer too", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("enough")), 60);
    const options = { steps: 1e9, optimiser: SGD, signal: controller.signal };
    await expect(train(linear([1, 2, 3], 0), { type: "mean", output: 0 }, options)).rejects.toThrow("enough");
  });
});

describe("training stops with the last good weights", () => {
  /** The last entry of the history is the value of the network that is given back. */
  async function check({ network, history, value }: Training, loss: Loss) {
    expect(history.at(-1)).toBe(value);
    expect((await valueAndGradient(network, loss)).value).toBe(value);
  }

  it("when the loss overflows", async () => {
    const found = await train(student, imitate, { steps: 50, optimiser: { type: "sgd", rate: 1e3 } });
    expect(found.stopped?.reason).toBe("not-finite");
    expect(found.stopped?.message).toMatch(/overflow/);
    expect(found.history).toHaveLength(found.stopped!.step);
    await check(found, imitate);
  });

  it("when a weight does", async () => {
    const rates = { type: "sgd", rate: (step: number) => (step === 2 ? 1e308 : 0.01) } as const;
    const loss: Loss = { type: "sum", terms: [{ weight: 1e3, loss: imitate }] };
    const found = await train(student, loss, { steps: 5, optimiser: rates });
    expect(found.stopped).toEqual({ reason: "not-finite", step: 3, message: "a weight overflowed" });
    await check(found, loss);
  });

  it("when a caller's loss does", async () => {
    let calls = 0;
    const loss: Loss = ({ mean }) => ({ value: ++calls > 2 ? Number.NaN : mean[0]!, mean: [1, 0] });
    const found = await train(student, loss, { steps: 5, optimiser: SGD });
    expect(found.stopped).toEqual({ reason: "not-finite", step: 2, message: "the loss is NaN" });
    expect(found.history).toHaveLength(2);
  });

  it("when the estimate turns unreliable", async () => {
    const loss: Loss = { type: "mean", output: 0 };
    const narrow = makeNetwork({
      layers: [
        { weight: [[1], [1.5]], activation: "tanh" },
        { weight: [[1, 1]], activation: null },
      ],
    });
    // The mean of an odd function is 0; its slope grows weights of tanh until 100 nodes do not resolve it.
    const steepen: Loss = ({ covariance }) => ({ value: -covariance!.data[0]!, covariance: [-1] });
    const found = await train(narrow, steepen, { steps: 500, optimiser: { type: "sgd", rate: 1 } });
    expect(found.stopped?.reason).toBe("unreliable");
    expect(found.stopped?.message).toMatch(/100 nodes do not resolve tanh/);
    expect([found.unreliable, found.history.length]).toEqual([false, found.stopped!.step]);
    expect((await train(narrow, loss, { steps: 1, optimiser: SGD })).stopped).toBeNull();
  });

  it("when a tail probability turns negative, where order 3 is out of its depth", async () => {
    const weights = (rows: number, columns: number, of: (i: number, j: number) => number) =>
      Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => of(i, j)));
    const skewed = makeNetwork({
      layers: [
        { weight: weights(8, 4, (i, j) => Math.sin(3 * i + 5 * j)) },
        { weight: weights(1, 8, () => -0.3), bias: [1], activation: null },
      ],
    });
    const loss: Loss = { type: "tail", output: 0, threshold: 0.3 };
    const found = await train(skewed, loss, { steps: 400, order: 3, optimiser: { type: "sgd", rate: 0.1 } });
    expect(found.stopped?.message).toMatch(/the tail probability of output 0 came out as -/);
    expect(found.value).toBeGreaterThan(0);
    expect(found.value).toBeLessThan(found.history[0]!);
  });

  it("when what cannot be negative is, as orders above 2 simple give where differences are small", async () => {
    const shape = { inputs: 16, depth: 4, outputs: 1 };
    const [narrow, goal] = [
      await randomNetwork({ ...shape, width: 8, seed: 0 }),
      await randomNetwork({ ...shape, width: 16, seed: 3 }),
    ];
    const loss: Loss = { type: "squared-difference", target: goal };
    const options = { steps: 100, kind: "augment", optimiser: { type: "adam", rate: 0.01 } } as const;
    const found = await train(narrow, loss, options);
    expect(found.stopped?.reason).toBe("unreliable");
    expect(found.stopped?.message).toMatch(/^1 output with negative predicted variance/);
    expect(found.value).toBeGreaterThan(0);
    expect(found.value).toBeLessThan(found.history[0]! / 2);
  });

  it("but not for what there was to warn of at the start", async () => {
    const deep = await randomNetwork({ width: 4, depth: 4, outputs: 1, seed: 1 });
    const found = await train(deep, { type: "mean", output: 0 }, { steps: 2, optimiser: SGD });
    expect([found.unreliable, found.stopped]).toEqual([true, null]);
  });
});

describe("training refuses", () => {
  const mean: Loss = { type: "mean", output: 0 };
  it.each([
    [{ optimiser: SGD }, "train: steps is undefined; expected an integer of at least 0"],
    [{ optimiser: SGD, steps: 1.5 }, "steps is 1.5"],
    [{ steps: 1 }, "the optimiser is undefined"],
    [{ optimiser: SGD, steps: 1, onstep: () => {} }, "train: unknown option onstep; did you mean onStep?"],
    [{ optimiser: SGD, steps: 1, order: 7 }, "order is 7"],
  ])("%o", async (options, message) => {
    await expectRefusal(() => train(student, mean, options as never), "bad-option", message);
  });

  it("a network that is not finite, or overflows, at the start", async () => {
    const huge = linear([1e200, 1e200, 1], 0);
    await expectRefusal(
      () => train(huge, { type: "variance", output: 0 }, { steps: 1, optimiser: SGD }),
      "not-finite",
      "overflow",
    );
  });
});
