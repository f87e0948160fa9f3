import { describe, expect, it } from "vitest";
import { spikedNetwork } from "../../../experiments/training/spiked.ts";
import { type Estimate, type EstimateOptions, estimate } from "../../../src/estimate/estimate.ts";
import { plan } from "../../../src/estimate/plan.ts";
import type { Network } from "../../../src/network/network.ts";
import { randomNetwork } from "../../../src/sampling/random-network.ts";
import { sample } from "../../../src/sampling/sample.ts";

const METHODS = [
  { order: 1, kind: "simple" },
  { order: 2, kind: "simple" },
  { order: 2, kind: "augment" },
  { order: 3, kind: "simple" },
  { order: 3, kind: "augment-tree" },
  { order: 4, kind: "simple" },
] as const;

/** A part of the grid of `npm run experiment -- budget`. */
const GRID = { widths: [16, 32, 64], depths: [1, 2, 4, 8, 16], budgets: [1e6, 1e7, 1e8] };
/** Networks of each size, and draws of each: a single one's squared error is a random number. */
const NETWORKS = 2;
const DRAWS = 4;
/** FLOPs of a truth, in antithetic pairs. */
const TRUTH = 4e9;

interface Truth {
  readonly mean: Float64Array;
  readonly variance: number;
  /** Its own squared error as vnMSE. */
  readonly noise: number;
}

async function truthOf(network: Network, each: number): Promise<Truth> {
  const samples = 2 * Math.ceil(TRUTH / each / 2);
  const { output } = await sample(network, { samples, seed: 2 ** 40, antithetic: true });
  const variance = average(output.variance);
  return { mean: output.mean, variance, noise: average(output.standardError.map((x) => x * x)) / variance };
}

function average(values: Iterable<number>): number {
  const all = [...values];
  return all.reduce((sum, x) => sum + x, 0) / all.length;
}

/** The vnMSE, unbiased. */
function errorOf(mean: Float64Array, truth: Truth): number {
  return average(mean.map((x, i) => (x - truth.mean[i]!) ** 2)) / truth.variance - truth.noise;
}

interface Cell {
  readonly result: number;
  readonly sampling: number;
  readonly best: number;
}

/** Mean errors: of a budget's means, of samples of the same draws at its cost, and of the best single choice in hindsight. */
async function cellsOf(width: number, depth: number): Promise<Cell[]> {
  const cells: Cell[][] = [];
  for (let seed = 1; seed <= NETWORKS; seed++) {
    const network = await randomNetwork({ width, depth, seed });
    const each = (await sample(network, { samples: 1, variance: "plain" })).flops;
    const truth = await truthOf(network, each);
    const choices: { flops: number; error: number }[] = [];
    for (const method of METHODS) {
      const { flops } = plan(network, { ...method, dtype: "f32" });
      if (flops > Math.max(...GRID.budgets)) continue;
      const found = await estimate(network, { ...method, dtype: "f32", ladder: false }).catch(() => null);
      if (found !== null)
        choices.push({ flops, error: Math.max(truth.noise, errorOf(found.output.mean, truth)) });
    }
    cells.push(
      await Promise.all(
        GRID.budgets.map(async (flops) => {
          const [results, drawn]: number[][] = [[], []];
          for (let draw = 1; draw <= DRAWS; draw++) {
            const { output, certificate, expense } = await estimate(network, {
              budget: { flops },
              seed: draw,
            });
            expect(expense!.spent).toBeLessThanOrEqual(flops);
            results!.push(errorOf(output.mean, truth));
            // The same draws, where it is known what they are by themselves.
            const alone = expense!.runs.length === 0 ? output.mean : certificate?.sampled.mean;
            const share = certificate ? (certificate.samples * each) / flops : 1;
            drawn!.push(alone ? share * errorOf(alone, truth) : each / flops);
          }
          const single = choices.filter((choice) => choice.flops <= flops).map(({ error }) => error);
          return {
            result: average(results!),
            sampling: average(drawn!),
            best: Math.min(each / flops, ...single),
          };
        }),
      ),
    );
  }
  return GRID.budgets.map((_, b) => {
    const of = (name: keyof Cell) => average(cells.map((network) => network[b]![name]));
    return { result: of("result"), sampling: of("sampling"), best: of("best") };
  });
}

it("gives means within twice the best single choice in nine of ten cells, and one in twenty at most more than a tenth worse than sampling", async () => {
  const cells: Cell[] = [];
  for (const width of GRID.widths)
    for (const depth of GRID.depths) cells.push(...(await cellsOf(width, depth)));
  const near = cells.filter(({ result, best }) => result <= 2 * best);
  console.log(`${near.length} of ${cells.length} cells within a factor of 2`);
  expect(near.length).toBeGreaterThanOrEqual(0.9 * cells.length);
  const ratios = cells.map(({ result, sampling }) => result / sampling).sort((a, b) => b - a);
  console.log(`largest ratios to sampling: ${ratios.slice(0, 4).map((x) => x.toFixed(2))}`);
  // Two networks and four draws know a ratio to a tenth or so where samples are all there is to the means.
  expect(ratios[0]).toBeLessThan(1.25);
  expect(ratios.filter((ratio) => ratio > 1.1).length).toBeLessThanOrEqual(0.05 * cells.length);
}, 120_000);

describe("a budget of FLOPs", () => {
  it("gives the same bits again, whatever the threads", async () => {
    const network = await randomNetwork({ width: 64, depth: 4, seed: 1 });
    const run = (threads: number) => estimate(network, { budget: { flops: 1e9 }, seed: 3, threads });
    const [one, two] = [await run(1), await run(2)];
    expect(two.output).toEqual(one.output);
    expect(two.expense).toEqual(one.expense);
    expect(one.certificate!.upper).toBe(two.certificate!.upper);
  });

  it("draws samples alone where few pay for order 1, and this may be of no use", async () => {
    const network = await randomNetwork({ width: 16, depth: 32, seed: 1 });
    const found = await estimate(network, { budget: { flops: 1e6 }, seed: 5 });
    const each = (await sample(network, { samples: 1, variance: "plain" })).flops;
    const samples = Math.floor(1e6 / each);
    const { output } = await sample(network, { samples, variance: "plain", seed: 5 });
    expect(found.output.mean).toEqual(output.mean);
    expect(found).toMatchObject({ order: 1, flops: 0, bytes: 0, ladder: [], unreliable: false });
    expect(found.combined).toEqual({ mean: output.mean, share: 1 });
    expect(found.expense).toMatchObject({ runs: [], spentOnEstimates: 0, vnmse: 1 / samples, upper: null });
    expect(found.expense!.spent).toBe(samples * each);
    expect(found.warnings.map(({ code }) => code)).toEqual(["unverified"]);
  });

  it("draws what `verify` of as many samples draws", async () => {
    const network = await randomNetwork({ width: 32, depth: 2, seed: 1 });
    const { certificate } = await estimate(network, { budget: { flops: 1e8 }, seed: 5 });
    const again = await estimate(network, { verify: certificate!.samples, seed: 5 });
    expect(again.certificate!.sampled).toEqual(certificate!.sampled);
  });

  it("is hardly worse than sampling where orders fail", async () => {
    const shape = { width: 64, depth: 4, outputs: 10, spread: 4, strength: 6, seed: 1 };
    const network = await spikedNetwork(shape);
    const each = (await sample(network, { samples: 1, variance: "plain" })).flops;
    const truth = await truthOf(network, each);
    for (const flops of [1e8, 1e9]) {
      const runs = await Promise.all(
        [1, 2, 3, 4, 5, 6].map((seed) => estimate(network, { budget: { flops }, seed })),
      );
      const error = average(runs.map(({ output }) => errorOf(output.mean, truth)));
      const drawn = (run: Estimate) => errorOf(run.certificate!.sampled.mean, truth);
      expect(
        error / average(runs.map((run) => (drawn(run) * run.certificate!.samples * each) / flops)),
      ).toBeLessThan(1.2);
    }
  });
});

describe("a target", () => {
  it("is reached, and the samples do not say otherwise", async () => {
    const network = await randomNetwork({ width: 64, depth: 2, seed: 1 });
    const { expense, output, certificate } = await estimate(network, { target: 1e-4 });
    expect(expense!.target).toBe("expected");
    expect(expense!.vnmse).toBeLessThanOrEqual(1e-4);
    expect(expense!.spent).toBeLessThan(1e9);
    const truth = await truthOf(network, (await sample(network, { samples: 1, variance: "plain" })).flops);
    expect(errorOf(output.mean, truth)).toBeLessThan(3e-4);
    expect(certificate!.lower).toBeLessThan(1e-4);
  });

  it("is certified where it takes few samples", async () => {
    const network = await randomNetwork({ width: 32, depth: 1, seed: 1 });
    const { expense } = await estimate(network, { target: 0.1, budget: { flops: 1e8 } });
    expect(expense!.target).toBe("certified");
    expect(expense!.upper!).toBeLessThanOrEqual(0.1);
  });

  it("that cannot be reached is missed, and says so", async () => {
    const network = await randomNetwork({ width: 16, depth: 16, seed: 1 });
    const { expense, warnings } = await estimate(network, { target: 1e-6, budget: { flops: 1e7 } });
    expect(expense!.target).toBe("missed");
    expect(warnings.map(({ code }) => code)).toContain("missed");
  });
});

describe("refuses", () => {
  const refused: [EstimateOptions, string][] = [
    [{ budget: { flops: 0 } }, "a number above 0"],
    [{ budget: { seconds: Number.NaN } }, "a number above 0"],
    [{ budget: { seconds: 1, flops: 1 } as never }, "{ seconds } or { flops }"],
    [{ budget: 5 as never }, "budget is 5"],
    [{ budget: { flops: 1e9 }, order: 3 }, "order is for a budget to choose"],
    [{ target: 1e-3, verify: 64 }, "verify is for a target to choose"],
    [{ target: -1 }, "target is -1"],
    [{ budget: { flops: 10 } }, "order 1 alone takes"],
    [{ budget: { seconds: 1e-9 } }, "order 1 alone takes"],
  ];

  it.each(refused)("%o", async (options, message) => {
    const network = await randomNetwork({ width: 8, depth: 2, seed: 1 });
    await expect(estimate(network, options)).rejects.toThrow(message);
  });
});

it("is aborted by its signal", async () => {
  const network = await randomNetwork({ width: 64, depth: 4, seed: 1 });
  const aborted = estimate(network, { budget: { flops: 1e12 }, signal: AbortSignal.timeout(100) });
  await expect(aborted).rejects.toThrow(expect.objectContaining({ name: "TimeoutError" }));
});

it("reports progress in the budget's unit, to its end", async () => {
  const network = await randomNetwork({ width: 64, depth: 4, seed: 1 });
  const seen: number[] = [];
  const onProgress = ({ done, total }: { done: number; total: number }) => seen.push(done / total);
  await estimate(network, { budget: { flops: 1e9 }, onProgress });
  expect(Math.max(...seen)).toBeGreaterThan(0.99);
  expect(Math.max(...seen)).toBeLessThanOrEqual(1);
});
