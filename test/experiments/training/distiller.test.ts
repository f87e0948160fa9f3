import { describe, expect, it } from "vitest";
import { bySamples, distillationLoss, estimateFlops } from "../../../experiments/training/distillations.ts";
import { Distiller, distillerFlops } from "../../../experiments/training/distiller.ts";
import { Draws } from "../../../experiments/training/draws.ts";
import { equalBatch } from "../../../experiments/training/mending.ts";
import { trueLoss } from "../../../experiments/training/true-loss.ts";
import type { Network } from "../../../src/network/network.ts";
import { randomNetwork } from "../../../src/sampling/random-network.ts";
import { sampleOutputs } from "../../../src/sampling/sample-outputs.ts";
import { parametersOf, withParameters } from "../../../src/training/parameters.ts";
import { studentOf } from "../../../src/training/student.ts";
import { valueAndGradient } from "../../../src/training/value-and-gradient.ts";
import { affine } from "../../support/networks.ts";

const [BATCH, SEED] = [7, 5];
const HARM = { output: 1, threshold: 0.2, weight: 3 };
const watch = { signal: new AbortController().signal, onProgress: () => {} };

const teacher = await randomNetwork({ inputs: 4, widths: [6, 5], outputs: 3, seed: 11 });
const student = await studentOf(teacher, { width: 4, seed: 2 });

function outputsOf({ layers }: Network, input: Float64Array): Float64Array {
  return layers.reduce((x, { weight, bias, activation }) => {
    const z = affine(weight, x, bias);
    return activation ? z.map((value) => Math.max(0, value)) : z;
  }, input);
}

/** What a batch's loss is by definition. */
async function lossOf(network: Network, harm: typeof HARM | null): Promise<number> {
  const inputs = (await Draws.create(SEED, 4 * BATCH)).normals(4, BATCH);
  let total = 0;
  for (let c = 0; c < BATCH; c++) {
    const input = Float64Array.from({ length: 4 }, (_, i) => inputs[i * BATCH + c]!);
    const [own, wanted] = [outputsOf(network, input), outputsOf(teacher, input)];
    for (const [i, x] of own.entries()) total += (x - wanted[i]!) ** 2 / (3 * BATCH);
    if (harm) total += (harm.weight * Math.max(0, own[harm.output]! - harm.threshold)) / BATCH;
  }
  return total;
}

describe("a distiller", () => {
  it.each([null, HARM])("has the gradient of its batch’s loss, harm: %o", async (harm) => {
    const options = { teacher, student, batch: BATCH, seed: SEED };
    const distiller = await Distiller.create(harm ? { ...options, harm } : options);
    distiller.next();
    const parameters = parametersOf(student);
    expect(distiller.student.gradient).toHaveLength(parameters.length);
    for (const [i, slope] of distiller.student.gradient.entries()) {
      const at = (step: number) => {
        const moved = parameters.slice();
        moved[i]! += step;
        return lossOf(withParameters(student, moved), harm);
      };
      const difference = ((await at(1e-6)) - (await at(-1e-6))) / 2e-6;
      // It computes in f32.
      expect(Math.abs(difference - slope)).toBeLessThan(1e-5);
    }
  });

  it("counts samples that did harm", async () => {
    const distiller = await Distiller.create({ teacher, student, batch: 512, seed: SEED, harm: HARM });
    distiller.next();
    const { outputs } = await sampleOutputs(student, { samples: 2 ** 14, seed: 3 });
    const share = outputs.filter((x, at) => at % 3 === HARM.output && x > HARM.threshold).length / 2 ** 14;
    // Four standard errors of 512 samples.
    expect(Math.abs(distiller.harmed / 512 - share)).toBeLessThan(0.09);
  });

  it("counts the products of a sample", () => {
    // 24 + 30 + 15 weights, and 16 + 16 + 12, the first 16 without a way further back.
    expect(distillerFlops(teacher, student)).toBe(2 * 69 + 6 * 44 - 2 * 16);
    const pair = { teacher, student };
    expect(equalBatch(pair, 2)).toBe(Math.round(estimateFlops(pair, 2) / 370));
  });
});

describe("distillation by samples", () => {
  const recipe = { optimiser: "adam", rate: 0.02, batch: 32, seed: SEED } as const;

  it("comes down, with what it took at each step asked for", async () => {
    const reached = await bySamples({ teacher, student }, recipe, [0, 10, 300], watch);
    expect(reached.map(({ step, flops }) => [step, flops])).toEqual(
      [0, 10, 300].map((step) => [step, step * 32 * 370]),
    );
    const judged = { samples: 4096, signal: watch.signal };
    const losses = await Promise.all(reached.map(({ network }) => trueLoss(network, teacher, judged)));
    expect(losses[2]).toBeLessThan(losses[0]! / 2);
  });

  it("ends where it diverges", async () => {
    const wild = { ...recipe, optimiser: "sgd", rate: 1e4 } as const;
    const reached = await bySamples({ teacher, student }, wild, [0, 1, 64], watch);
    expect(reached).toHaveLength(1);
    expect(reached[0]).toMatchObject({ step: 0, stopped: true });
  });

  it("has a true loss that the estimate is near, in the same units", async () => {
    const { value } = await valueAndGradient(student, distillationLoss({ teacher }), { order: 2 });
    const loss = await trueLoss(student, teacher, { samples: 2 ** 16, signal: watch.signal });
    // The estimate is off by some tenth at these widths.
    expect(Math.abs(value / loss - 1)).toBeLessThan(0.3);
  });
});
