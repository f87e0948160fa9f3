import { estimate } from "../../src/index.ts";
import type { Point, Row, Watch } from "../framework/experiment.ts";
import { judge } from "../measure/judge.ts";
import { type Method, ORDER_4, ORDERS_TO_3 } from "../measure/methods.ts";
import { rounded } from "../measure/rounded.ts";
import { randomSubject } from "../measure/subject.ts";
import { type Truth, truthOf } from "../measure/truth.ts";
import { codes, type Examined, groundwork } from "../training/examine.ts";

/** Samples of a certificate. */
export const VERIFY = 2 ** 16;

/** Random networks, to see how far ladders are right where theory holds; order 4 where it takes no time. */
const RANDOM = {
  full: { widths: [32, 64, 128], depths: [2, 4, 8], seeds: [1, 2, 3], samples: 2 ** 19 },
  quick: { widths: [32], depths: [2], seeds: [1, 2], samples: 2 ** 17 },
};
const ORDER_4_TO = 64 * 4;

export function randomNetworks(quick: boolean): Examined[] {
  const { widths, depths, seeds, samples } = RANDOM[quick ? "quick" : "full"];
  return widths.flatMap((width) =>
    depths.flatMap((depth) =>
      seeds.map((seed): Examined => {
        const methods = width * depth <= ORDER_4_TO ? [...ORDERS_TO_3, ORDER_4] : ORDERS_TO_3;
        return { subject: randomSubject({ activation: "relu", width, depth, seed }), methods, samples };
      }),
    ),
  );
}

/** About how long all methods take on one network with their samples, in seconds. */
const COST = 1;

/** A point with a row for each method: what it is off by, what its ladder foretells, what samples say. */
export function certifyPoint(examined: Examined): Point {
  const { subject, methods, samples } = examined;
  return {
    name: subject.name,
    groundwork: groundwork(examined),
    cost: async () => COST,
    run: async (watch) => {
      const truth = await truthOf(subject, samples);
      const rows: Row[] = [];
      for (const method of methods)
        rows.push({ ...subject.facts, ...(await certified(examined, method, truth, watch)) });
      return rows;
    },
  };
}

/** The seed is none of the truth's. */
async function certified(
  { subject }: Examined,
  method: Method,
  truth: Truth,
  { signal }: Watch,
): Promise<Row> {
  const options = { ...method, verify: VERIFY, seed: 2 ** 40, signal };
  const { output, order, kind, expectedError, certificate, warnings } = await estimate(
    await subject.load(),
    options,
  );
  const { vnmse, noise } = judge(truth, output.mean);
  const variance = truth.variance.reduce((sum, x) => sum + x, 0) / truth.variance.length;
  const { lower, upper } = certificate!;
  const own = warnings.filter(({ code }) => code !== "refuted");
  return {
    ...{ part: "certificate", order, kind, vnmse: rounded(vnmse, 6), noise: rounded(noise, 4) },
    expected: expectedError && rounded(expectedError.mse / variance, 4),
    ...{ certified: rounded(certificate!.vnmse!, 4), lower: rounded(lower!, 4), upper: rounded(upper!, 4) },
    unreliable: own.some(({ serious }) => serious) ? 1 : 0,
    warnings: codes(warnings),
  };
}
