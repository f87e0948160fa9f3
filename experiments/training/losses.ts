import type { FloatArray } from "../../src/network/network.ts";

/** What a batch gave and what it should give, each `[outputs][batch]`. */
export interface Judged {
  readonly values: FloatArray;
  readonly targets: FloatArray;
  readonly outputs: number;
  readonly batch: number;
}

/** The mean loss of a batch; its gradient with respect to the values goes to `gradient`, if given. */
export type Loss = (judged: Judged, gradient?: FloatArray) => number;

/** ½ |z − t|². */
export const squaredError: Loss = ({ values, targets, batch }, gradient) => {
  let total = 0;
  for (let at = 0; at < values.length; at++) {
    const difference = values[at]! - targets[at]!;
    total += 0.5 * difference * difference;
    if (gradient) gradient[at] = difference / batch;
  }
  return total / batch;
};

/** −Σ t log softmax(z). The exponential is the kernels', so that gradients have the same bits everywhere. */
export function crossEntropy(exp: (x: number) => number): Loss {
  return ({ values, targets, outputs, batch }, gradient) => {
    let total = 0;
    const powers = new Float64Array(outputs);
    for (let c = 0; c < batch; c++) {
      let most = -Infinity;
      for (let at = c; at < values.length; at += batch) most = Math.max(most, values[at]!);
      let sum = 0;
      for (let i = 0; i < outputs; i++) sum += powers[i] = exp(values[i * batch + c]! - most);
      const level = most + Math.log(sum);
      for (let i = 0; i < outputs; i++) {
        const at = i * batch + c;
        total += targets[at]! * (level - values[at]!);
        if (gradient) gradient[at] = (powers[i]! / sum - targets[at]!) / batch;
      }
    }
    return total / batch;
  };
}

/** The share of samples whose largest value is where the largest target is. */
export function accuracy({ values, targets, outputs, batch }: Judged): number {
  let right = 0;
  for (let c = 0; c < batch; c++) {
    let [value, target] = [0, 0];
    for (let i = 1; i < outputs; i++) {
      if (values[i * batch + c]! > values[value * batch + c]!) value = i;
      if (targets[i * batch + c]! > targets[target * batch + c]!) target = i;
    }
    if (value === target) right++;
  }
  return right / batch;
}
