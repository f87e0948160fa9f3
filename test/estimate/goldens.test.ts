import { describe, expect, it } from "vitest";
import { estimate } from "../../src/estimate/estimate.ts";
import { readNetwork } from "../../src/network/read.ts";
import { goldenBytes, goldenNames, goldenRuns, relativeError } from "../support/goldens.ts";

/** Both sides are f64 with sums of a few hundred terms; the reference agrees with the original to 1e-13. */
const TOLERANCE = 1e-10;

const files = await Promise.all(
  goldenNames().map(async (name) => ({ name, network: await readNetwork(goldenBytes(name)) })),
);

describe.each(files)("$name", ({ name, network }) => {
  it.each(goldenRuns(goldenBytes(name)))("$kind, order $order, $metric metric", async ({
    expected,
    ...method
  }) => {
    const { cumulants, output } = await estimate(network, { ...method, cumulants: true });
    const missing = [...expected.keys()].filter((key) => !cumulants!.has(key));
    expect(missing).toEqual([]);
    for (const [key, want] of expected) {
      const got = cumulants!.get(key)!;
      expect(got.shape, key).toEqual(want.shape);
      expect(relativeError(got.data, want.data), key).toBeLessThan(TOLERANCE);
    }
    expect(output.mean).toEqual(cumulants!.get(`Z${network.layers.length}/kappa1`)!.data);
  });
});
