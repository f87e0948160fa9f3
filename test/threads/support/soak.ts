import { Engine } from "../../../src/engine/engine.ts";
import { inputData } from "../../../src/estimate/inputs.ts";
import { type EstimatePlan, plan } from "../../../src/estimate/plan.ts";
import { runPlans } from "../../../src/estimate/run.ts";
import { runShared } from "../../../src/estimate/run-shared.ts";
import type { Network } from "../../../src/network/network.ts";
import type { ExecutionResult } from "../../../src/plan/execute.ts";
import { randomNetwork } from "../../../src/sampling/random-network.ts";
import { sameBits } from "../../support/bits.ts";
import { randomNumbers } from "../../support/random-numbers.ts";

const STRICT = { precision: "strict" } as const;

/** Little work in many tasks, so that threads wait for each other as often as can be. */
const SUBJECTS = [
  { width: 8, depth: 2, order: 2, kind: "simple" },
  { width: 16, depth: 3, order: 2, kind: "augment" },
  { width: 12, depth: 2, order: 3, kind: "simple" },
  { width: 16, depth: 3, order: 3, kind: "augment" },
] as const;

interface Subject {
  readonly network: Network;
  readonly planned: EstimatePlan;
  /** What one thread gives. */
  readonly alone: ExecutionResult;
}

export interface Soaked {
  /** How many estimates were not the bits of one by one thread. */
  readonly wrong: number;
}

/** Makes many small estimates by several threads, one after the other; `onDone` is told how many there are so far. */
export async function soak(
  estimates: number,
  threads: number,
  seed: number,
  onDone: (done: number) => void,
): Promise<Soaked> {
  const engine = new Engine();
  const random = randomNumbers(seed);
  const subjects = await Promise.all(SUBJECTS.map((subject) => prepared(engine, subject)));
  let wrong = 0;
  for (let done = 0; done < estimates; onDone(++done)) {
    const { network, planned, alone } = subjects[Math.floor(subjects.length * random())]!;
    const data = inputData(network, planned.method.input);
    const found = await runShared(engine, threads, [planned], data, STRICT);
    if (found === null || !isSame(found[0]!, alone)) wrong++;
  }
  engine.dispose();
  return { wrong };
}

async function prepared(
  engine: Engine,
  { width, depth, ...method }: (typeof SUBJECTS)[number],
): Promise<Subject> {
  const network = await randomNetwork({ width, depth, seed: 1 });
  const planned = plan(network, method);
  const [alone] = await runPlans(engine, [planned], inputData(network, planned.method.input), STRICT);
  return { network, planned, alone: alone! };
}

function isSame({ results }: ExecutionResult, expected: ExecutionResult): boolean {
  return [...expected.results].every(([name, values]) => sameBits(results.get(name)!, values));
}
