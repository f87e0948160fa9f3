import { KpropError } from "../errors.ts";
import type { Warning } from "../estimate/warnings/warning.ts";
import { firstNotFinite } from "../network/finite.ts";
import type { Network } from "../network/network.ts";
import type { ValueAndGradient } from "./value-and-gradient.ts";

/** Why training ended before its last step. */
export interface Stop {
  /** A loss, gradient or weight that is no finite number, or a serious warning that there was not at the start. */
  readonly reason: "not-finite" | "unreliable";
  /** How many steps had been taken; the weights given back are those before the last of them. */
  readonly step: number;
  readonly message: string;
}

/** Tells gradients to follow from those not to be followed any more. */
export class Judge {
  /** Codes of what the first one came with: known when training was asked for. */
  private known: ReadonlySet<Warning["code"]> | null = null;

  /** @throws what `run` throws, but not that a network which steps have led to is not finite */
  async evaluate(
    { layers }: Network,
    step: number,
    run: () => Promise<ValueAndGradient>,
  ): Promise<ValueAndGradient | Stop> {
    const tensors = layers.flatMap(({ weight, bias }) => (bias ? [weight.data, bias] : [weight.data]));
    if (tensors.some((data) => firstNotFinite(data) >= 0))
      return { reason: "not-finite", step, message: "a weight overflowed" };
    try {
      return this.judged(await run(), step);
    } catch (error) {
      if (step === 0 || !(error instanceof KpropError) || error.code !== "not-finite") throw error;
      return { reason: "not-finite", step, message: error.message };
    }
  }

  private judged(found: ValueAndGradient, step: number): ValueAndGradient | Stop {
    const serious = found.warnings.filter((warning) => warning.serious);
    this.known ??= new Set(serious.map(({ code }) => code));
    const fresh = serious.find(({ code }) => !this.known!.has(code));
    return fresh ? { reason: "unreliable", step, message: fresh.message } : found;
  }
}
