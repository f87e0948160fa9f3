import { expect, it } from "vitest";
import { makeNetwork } from "../../src/network/make.ts";
import { bestVariance } from "../../src/sampling/best-variance.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { sample } from "../../src/sampling/sample.ts";

it.each([
  { width: 16, depth: 2, samples: 1024, best: "control" },
  { width: 16, depth: 8, samples: 2 ** 20, best: "control" },
  { width: 16, depth: 9, samples: 8192, best: "sobol" },
  { width: 16, depth: 9, samples: 8191, best: "plain" },
  { width: 16, depth: 9, samples: 3 * 4096, best: "control" },
  { width: 16, depth: 9, samples: 4096, best: "antithetic" },
  { width: 1024, depth: 3, samples: 16_382, best: "antithetic" },
  { width: 1024, depth: 3, samples: 16_384, best: "control" },
  { width: 16, depth: 2, samples: 1023, best: "plain" },
  { width: 16, depth: 2, samples: 1000, best: "antithetic" },
  { width: 512, depth: 2, samples: 2047, best: "plain" },
  { width: 512, depth: 2, samples: 2048, best: "control" },
])("$samples samples of $width×$depth are drawn as $best", async ({ width, depth, samples, best }) => {
  const network = await randomNetwork({ width, depth, seed: 1 });
  expect(bestVariance(network, samples, false)).toBe(best);
});

it("draws pairs where moments of layers are wanted, or means have no closed form", async () => {
  const network = await randomNetwork({ width: 16, depth: 2, seed: 1 });
  expect(bestVariance(network, 2048, true)).toBe("antithetic");
  expect((await sample(network, { samples: 2048, layers: true })).variance).toBe("antithetic");
  const own = makeNetwork({ layers: [{ weight: [[1, 2]], activation: (z) => z * z }, { weight: [[1]] }] });
  expect((await sample(own, { samples: 2048 })).variance).toBe("antithetic");
});

it("has a smaller error than plain sampling, and says which way it was", async () => {
  for (const { depth, variance } of [
    { depth: 3, variance: "control" },
    { depth: 12, variance: "sobol" },
  ]) {
    const network = await randomNetwork({ width: 32, depth, seed: 1 });
    const best = await sample(network, { samples: 8192 });
    const plain = await sample(network, { samples: 8192, variance: "plain" });
    expect(best.variance).toBe(variance);
    const squares = ({ output }: typeof best) => output.standardError.reduce((sum, x) => sum + x * x, 0);
    expect(squares(best)).toBeLessThan(squares(plain));
  }
});
