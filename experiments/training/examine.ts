import { estimate, type Warning } from "../../src/index.ts";
import type { Groundwork, Point, Row, Watch } from "../framework/experiment.ts";
import { samplingCost } from "../measure/cost.ts";
import { judge } from "../measure/judge.ts";
import type { Method } from "../measure/methods.ts";
import { rounded } from "../measure/rounded.ts";
import type { Subject } from "../measure/subject.ts";
import { type Truth, truthGroundwork, truthOf } from "../measure/truth.ts";

/** A network to run every method on. */
export interface Examined {
  readonly subject: Subject;
  readonly methods: readonly Method[];
  /** Of its truth. */
  readonly samples: number;
  /** What it takes to have the network, and how long. */
  readonly making?: { readonly ensure: (watch: Watch) => Promise<void>; readonly cost: number };
  /** What rows say of it beside the subject's facts. */
  readonly found?: () => Promise<Row>;
}

/** About how long all methods take on one network, in seconds. */
const METHODS_COST = 0.5;

/** A point with a row for each method: its error, and whether the library itself has doubts. */
export function examinePoint(examined: Examined): Point {
  const { subject, methods, samples, found } = examined;
  return {
    name: subject.name,
    groundwork: groundwork(examined),
    cost: async () => METHODS_COST,
    run: async ({ signal }) => {
      const facts = { ...subject.facts, ...(await found?.()) };
      const truth = await truthOf(subject, samples);
      const rows: Row[] = [];
      for (const method of methods) {
        rows.push({ ...facts, ...(await judged(subject, method, truth, signal)) });
      }
      return rows;
    },
  };
}

/** The network, then its truth. What there is of the truth is not looked up, for that takes the network. */
export function groundwork({ subject, samples, making }: Examined): Groundwork {
  const truth = truthGroundwork(subject, samples);
  const [first, second] = [making?.cost ?? 0, samplingCost(subject.size, samples)];
  const part = first / (first + second);
  return {
    name: truth.name,
    cost: async () => first + second,
    ensure: async ({ signal, onProgress }) => {
      await making?.ensure({ signal, onProgress: (done) => onProgress(done * part) });
      await truth.ensure({ signal, onProgress: (done) => onProgress(part + done * (1 - part)) });
    },
  };
}

/** In f64 and with the lower orders, whose differences the warnings need. */
async function judged(subject: Subject, method: Method, truth: Truth, signal: AbortSignal): Promise<Row> {
  const { output, order, kind, warnings, unreliable } = await estimate(await subject.load(), {
    ...method,
    signal,
  });
  const { vnmse, noise } = judge(truth, output.mean);
  return {
    ...{ order, kind },
    vnmse: rounded(vnmse, 6),
    noise: rounded(noise, 4),
    unreliable: unreliable ? 1 : 0,
    warnings: codes(warnings),
    truth_samples: truth.samples,
  };
}

/** Each code once; null: there are none. */
export function codes(warnings: readonly Warning[]): string | null {
  const said = warnings.map(({ code }) => code).filter((code) => code !== "assumed");
  return [...new Set(said)].join(" ") || null;
}
