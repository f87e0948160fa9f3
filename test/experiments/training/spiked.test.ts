import { describe, expect, it } from "vitest";
import { spikedNetwork } from "../../../experiments/training/spiked.ts";
import type { Matrix } from "../../../src/network/network.ts";

const SHAPE = { width: 12, depth: 3, outputs: 4, spread: 7, seed: 5 };

function product(weight: Matrix, x: Float64Array): Float64Array {
  return Float64Array.from({ length: weight.rows }, (_, i) =>
    x.reduce((total, value, j) => total + weight.data[i * weight.columns + j]! * value, 0),
  );
}

function norm(x: Float64Array): number {
  return Math.hypot(...x);
}

describe("a spiked network", () => {
  it("has a rank-one part of that strength in each hidden layer, which goes on into the next", async () => {
    const [plain, spiked] = await Promise.all(
      [0, 5].map((strength) => spikedNetwork({ ...SHAPE, strength })),
    );
    const spikes = spiked!.layers.map(({ weight }, l): Matrix => {
      return { ...weight, data: weight.data.map((x, at) => x - plain!.layers[l]!.weight.data[at]!) };
    });
    expect(norm(Float64Array.from(spikes.at(-1)!.data))).toBe(0);
    const [first, ...later] = spikes.slice(0, -1);
    let x = product(
      first!,
      Float64Array.from({ length: 12 }, (_, i) => first!.data[i]!),
    );
    x = x.map((value) => value / norm(x));
    for (const spike of later) {
      x = product(spike, x);
      expect(norm(x)).toBeCloseTo(5, 5);
      x = x.map((value) => value / 5);
    }
  });
});
