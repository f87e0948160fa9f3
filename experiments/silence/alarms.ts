import { glance } from "../../src/estimate/check/how-many.ts";
import { estimate, randomNetwork } from "../../src/index.ts";
import type { Point, Row, Watch } from "../framework/experiment.ts";

/** Networks with one hidden layer, whose estimates are exact, so that all that samples say against them is a false alarm. */
const EXACT = [
  { activation: "relu", width: 16, outputs: 1 },
  { activation: "relu", width: 64, outputs: 1 },
  { activation: "relu", width: 64, outputs: 10 },
  { activation: "relu", width: 64, outputs: 100 },
  { activation: "relu", inputs: 1, width: 32, outputs: 1 },
  { activation: "relu", inputs: 3, width: 32, outputs: 8 },
  { activation: "abs", width: 16, outputs: 1 },
  { activation: "heaviside", inputs: 2, width: 4, outputs: 2 },
  { activation: "square", inputs: 1, width: 8, outputs: 1 },
  { activation: "square", width: 16, outputs: 4 },
  { activation: "cube", inputs: 1, width: 8, outputs: 1 },
  { activation: "cube", width: 16, outputs: 4 },
] as const;

const SEEDS = { full: 1000, quick: 20 };

/** A point for each network: looks of many seeds, and what came of them. */
export function alarmPoints(quick: boolean): Point[] {
  const seeds = SEEDS[quick ? "quick" : "full"];
  return EXACT.map((shape): Point => {
    const name = Object.values(shape).join(" ");
    return {
      name: `exact ${name}`,
      cost: async () => seeds / 500,
      run: async (watch) => [{ part: "alarms", network: name, ...(await counted(shape, seeds, watch)) }],
    };
  });
}

async function counted(shape: (typeof EXACT)[number], seeds: number, { signal }: Watch): Promise<Row> {
  const network = await randomNetwork({ ...shape, depth: 1, seed: 1 });
  const first = glance(network);
  let [closer, alarms] = [0, 0];
  for (let seed = 0; seed < seeds; seed++) {
    const { check, warnings } = await estimate(network, { order: 2, seed, signal });
    if (check!.samples > first) closer++;
    if (warnings.some(({ code }) => code === "off-samples")) alarms++;
    signal.throwIfAborted();
  }
  return { looks: seeds, first, closer, alarms };
}
