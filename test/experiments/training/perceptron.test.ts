import { describe, expect, it } from "vitest";
import { Draws } from "../../../experiments/training/draws.ts";
import { crossEntropy, type Loss, squaredError } from "../../../experiments/training/losses.ts";
import { Perceptron } from "../../../experiments/training/perceptron.ts";
import { newSpace } from "../../../experiments/training/space.ts";
import type { Network } from "../../../src/network/network.ts";
import { randomNetwork } from "../../../src/sampling/random-network.ts";
import { affine } from "../../support/networks.ts";

const BATCH = 5;
const STEP = 1e-6;

const exp = (await newSpace()).kernels.exp!;
const network: Network = await randomNetwork({
  ...{ widths: [7, 6], inputs: 4, outputs: 3, seed: 3 },
  biasVariance: 0.3,
});

async function perceptron(): Promise<Perceptron> {
  const result = new Perceptron(await newSpace(), network, BATCH, "f64");
  result.inputs.set((await Draws.create(1)).normals(4, BATCH));
  return result;
}

describe("a perceptron", () => {
  it("gives what its network gives", async () => {
    const trainee = await perceptron();
    trainee.forward();
    for (let c = 0; c < BATCH; c++) {
      let x: Float64Array = Float64Array.from({ length: 4 }, (_, i) => trainee.inputs[i * BATCH + c]!);
      for (const { weight, bias, activation } of network.layers) {
        const z = affine(weight, x, bias);
        x = activation ? z.map((value) => Math.max(0, value)) : z;
      }
      for (const [i, value] of x.entries()) expect(trainee.outputs[i * BATCH + c]).toBeCloseTo(value, 13);
    }
  });

  it("gives back the network it was given", async () => {
    const { layers } = (await perceptron()).network();
    for (const [l, { weight, bias }] of network.layers.entries()) {
      expect([...layers[l]!.weight.data]).toEqual([...weight.data]);
      expect([...layers[l]!.bias!]).toEqual([...bias!]);
    }
  });

  const losses: [string, Loss][] = [
    ["squared error", squaredError],
    ["cross-entropy", crossEntropy(exp)],
  ];
  it.each(losses)("has the gradient of %s that central differences have", async (_, loss) => {
    const trainee = await perceptron();
    const targets = Float64Array.from({ length: 3 * BATCH }, (_, at) =>
      (at % BATCH) % 3 === Math.floor(at / BATCH) ? 1 : 0,
    );
    const judged = { values: trainee.outputs, targets, outputs: 3, batch: BATCH };
    const value = () => {
      trainee.forward();
      return loss(judged);
    };
    trainee.forward();
    loss(judged, trainee.outputGradient);
    trainee.backward();
    const gradient = trainee.gradient.slice();
    for (const [i, exact] of gradient.entries()) {
      const kept = trainee.parameters[i]!;
      trainee.parameters[i] = kept + STEP;
      const above = value();
      trainee.parameters[i] = kept - STEP;
      const below = value();
      trainee.parameters[i] = kept;
      // Rounding of the loss, some 1e-16, over the step; no sample comes so near to a kink.
      expect(Math.abs((above - below) / (2 * STEP) - exact)).toBeLessThan(2e-9);
    }
  });
});
