import type { FloatArray, Network } from "../network/network.ts";
import type { VectorDraft } from "../network/rows.ts";
import type { Core } from "./core.ts";

/** Which probability is asked for. */
export interface TailQuestion {
  /** One number, or one for each output. */
  readonly threshold: number | VectorDraft;
  /** Of which output, from 0; default: of each. */
  readonly neuron?: number;
  /** "above": P(output > threshold); "below": P(output < threshold). Default "above". */
  readonly side?: "above" | "below";
}

/** A question that fits its network. */
export interface Question {
  /** Outputs asked for, in order. */
  readonly neurons: readonly number[];
  /** One for each of them. */
  readonly thresholds: FloatArray;
  readonly side: "above" | "below";
}

/** What of the core parsing asks for. */
type Asked = Pick<Core, "checkNetwork" | "KpropError" | "reading" | "show" | "toVector">;

/** @throws KpropError `bad-option`, `bad-network`, `bad-input` */
export function parseQuestion(
  network: Network,
  { threshold, neuron, side = "above" }: { [K in keyof TailQuestion]: TailQuestion[K] | undefined },
  core: Asked,
): Question {
  core.checkNetwork(network);
  if (side !== "above" && side !== "below") {
    throw bad(`side is ${core.show(side)}; expected "above" or "below"`, core);
  }
  const outputs = network.layers.at(-1)!.weight.rows;
  const neurons = neuron === undefined ? Array.from({ length: outputs }, (_, i) => i) : [neuron];
  if (!neurons.every((i) => Number.isInteger(i) && i >= 0 && i < outputs)) {
    throw bad(`neuron is ${core.show(neuron)}; expected an integer from 0 to ${outputs - 1}`, core);
  }
  const thresholds = core.reading("threshold", "bad-option", () =>
    thresholdsOf(threshold, neurons.length, core),
  );
  checkReach(network, thresholds, side, core);
  return { neurons, thresholds, side };
}

function thresholdsOf(threshold: unknown, count: number, core: Asked): FloatArray {
  const isNumber = typeof threshold === "number" && Number.isFinite(threshold);
  if (isNumber) return new Float64Array(count).fill(threshold);
  const isList = Array.isArray(threshold) || ArrayBuffer.isView(threshold);
  if (!isList) {
    const what = "expected a finite number, or one for each output asked for";
    throw bad(`threshold is ${core.show(threshold)}; ${what}`, core);
  }
  const thresholds = core.toVector(threshold as VectorDraft, "threshold", (message) => {
    throw bad(message, core);
  });
  if (thresholds.length !== count) {
    const expected = `expected ${count}, one for each output asked for`;
    throw bad(`threshold has length ${thresholds.length}; ${expected}`, core);
  }
  const at = thresholds.findIndex((x) => !Number.isFinite(x));
  if (at >= 0) throw bad(`threshold[${at}] is ${thresholds[at]}; expected a finite number`, core);
  return thresholds;
}

/** A probability that a final relu makes certain is no question for an expansion. */
function checkReach(network: Network, thresholds: FloatArray, side: "above" | "below", core: Asked): void {
  if (!endsWithRelu(network)) return;
  const at = thresholds.findIndex((x) => (side === "above" ? x < 0 : x <= 0));
  if (at < 0) return;
  const certain = side === "above" ? "never below 0" : "never below 0, so P is 0";
  throw bad(`threshold is ${thresholds[at]}, but the network ends with relu, which is ${certain}`, core);
}

/** Whether the output is relu(z), which is beyond a threshold where z is. */
export function endsWithRelu({ layers }: Network): boolean {
  const wick = layers.at(-1)!.activation?.wick;
  return wick?.family === "two-sided" && wick.positive === 1 && wick.negative === 0;
}

/** The types of a question's options, for `checkOptions`; what is wrong with them is for `parseQuestion`. */
export function questionTypes({ ANY }: Core) {
  return { threshold: ANY, neuron: ANY, side: ANY };
}

function bad(message: string, { KpropError }: Asked): Error {
  return new KpropError("bad-option", message);
}
