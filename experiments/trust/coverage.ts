import { estimate, randomNetwork, sample } from "../../src/index.ts";
import type { Point, Row, Watch } from "../framework/experiment.ts";
import { samplingCost } from "../measure/cost.ts";
import { rounded } from "../measure/rounded.ts";

/** Widths and depths of the random networks; so many of each. */
const GRID = {
  full: { widths: [16, 32, 64, 128, 256], depths: [1, 2, 4, 8, 16, 32], seeds: 7 },
  quick: { widths: [16, 32], depths: [1, 4], seeds: 2 },
};
/** Samples of the certificates. */
const SAMPLES = [256, 2048];
/** Of a truth, in antithetic pairs: their noise is a few percent of that of the samples judged by it. */
const TRUTH = 2 ** 16;
/** Order 3 is left out where it takes long. */
const ORDER_3 = { width: 64, depth: 16 };

/** A point for each of some 200 random networks: whether the bounds of certificates hold. */
export function coveragePoints(quick: boolean): Point[] {
  const { widths, depths, seeds } = GRID[quick ? "quick" : "full"];
  return widths.flatMap((width) =>
    depths.flatMap((depth) =>
      Array.from({ length: seeds }, (_, s): Point => {
        return {
          name: `coverage ${width}x${depth} seed ${s + 1}`,
          cost: async () => samplingCost({ width, depth }, TRUTH),
          run: (watch) => rowsOf(width, depth, s + 1, watch),
        };
      }),
    ),
  );
}

async function rowsOf(width: number, depth: number, seed: number, { signal }: Watch): Promise<Row[]> {
  const network = await randomNetwork({ width, depth, seed });
  const { output: truth } = await sample(network, {
    samples: TRUTH,
    seed: 2 ** 40,
    antithetic: true,
    signal,
  });
  const orders = width <= ORDER_3.width && depth <= ORDER_3.depth ? ([1, 2, 3] as const) : ([1, 2] as const);
  const rows: Row[] = [];
  for (const order of orders) {
    for (const verify of SAMPLES) {
      const { output, certificate } = await estimate(network, { order, verify, seed, ladder: false, signal });
      const { lower, upper, variance } = certificate!;
      const squares = output.mean.map((x, i) => (x - truth.mean[i]!) ** 2);
      const mse = squares.reduce((sum, x) => sum + x, 0) / squares.length;
      rows.push({
        ...{ part: "coverage", width, depth, seed, order, kind: "simple", samples: verify },
        ...{
          mse: rounded(mse, 4),
          lower: rounded(lower! * variance, 4),
          upper: rounded(upper! * variance, 4),
        },
      });
    }
  }
  return rows;
}
