import { KpropError, reading } from "../errors.ts";
import { badOption, show } from "../network/fail.ts";
import type { LossValue, OutputMoments, OwnLoss } from "./loss.ts";

/** E[output_i]. */
export function meanLoss(output: number): OwnLoss {
  return ({ mean }) => ({ value: mean[output]!, mean: unit(mean.length, output) });
}

/** Var[output_i]. */
export function varianceLoss(output: number): OwnLoss {
  return ({ mean, covariance }) => {
    const at = output * (mean.length + 1);
    return { value: covariance!.data[at]!, covariance: unit(mean.length ** 2, at) };
  };
}

function unit(length: number, at: number): Float64Array {
  const vector = new Float64Array(length);
  vector[at] = 1;
  return vector;
}

/** A caller's own loss, what it gives checked. */
export function ownLoss(loss: OwnLoss): OwnLoss {
  return (output) => {
    const given = loss(output);
    return reading("what the loss gives", "bad-option", () => checked(given, output));
  };
}

/**
 * @throws KpropError `bad-option` unless value and derivatives are numbers, as many as there are moments; `not-finite` unless they
 * are finite
 */
function checked(given: LossValue, { mean, covariance }: OutputMoments): LossValue {
  if (typeof given?.value !== "number") {
    badOption(
      `the loss gives the value ${show(given?.value)}; expected { value, mean?, covariance? } of numbers`,
    );
  }
  if (!Number.isFinite(given.value)) notFinite(`the loss is ${given.value}`);
  checkDerivative("mean", given.mean, mean.length);
  if (covariance === null && given.covariance !== undefined) {
    badOption("the loss gives a derivative by the covariance, which order 1 has not");
  }
  checkDerivative("covariance", given.covariance, mean.length ** 2);
  return given;
}

function checkDerivative(by: string, derivative: ArrayLike<number> | undefined, length: number): void {
  if (derivative === undefined) return;
  const isRight = derivative?.length === length && Array.from(derivative).every((x) => typeof x === "number");
  if (!isRight) badOption(`the loss's derivative by the ${by} is no list of ${length} numbers`);
  if (!Array.from(derivative).every(Number.isFinite))
    notFinite(`the loss's derivative by the ${by} is not finite`);
}

function notFinite(message: string): never {
  throw new KpropError("not-finite", message);
}
