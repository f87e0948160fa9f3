/** What a network is trained on, or judged by: `count` pairs, each a row. */
export interface Dataset {
  readonly count: number;
  /** `[count][width]` */
  readonly inputs: Float64Array;
  readonly width: number;
  /** `[count][outputs]`: a class as 1 in its place, or the values to be met. */
  readonly targets: Float64Array;
  readonly outputs: number;
}

export interface Task {
  readonly loss: "cross-entropy" | "squared-error";
  readonly training: Dataset;
  readonly test: Dataset;
}

/** Classes as targets: 1 in a class's place, 0 elsewhere. */
export function oneHot(classes: readonly number[], outputs: number): Float64Array {
  const targets = new Float64Array(classes.length * outputs);
  classes.forEach((label, s) => {
    targets[s * outputs + label] = 1;
  });
  return targets;
}

/** Shifts and scales each column of `[count][width]` so that its first `fitted` rows have mean 0 and variance 1. */
export function standardise(values: Float64Array, width: number, fitted: number): void {
  for (let i = 0; i < width; i++) {
    const column = Array.from({ length: fitted }, (_, s) => values[s * width + i]!);
    const mean = column.reduce((total, x) => total + x, 0) / fitted;
    const deviation = Math.sqrt(column.reduce((total, x) => total + (x - mean) ** 2, 0) / fitted);
    for (let at = i; at < values.length; at += width) values[at] = (values[at]! - mean) / deviation;
  }
}

/** The first `training` rows to train on, the rest to test. */
export function split({ count, inputs, width, targets, outputs }: Dataset, training: number) {
  const part = (first: number, end: number): Dataset => ({
    ...{ count: end - first, width, outputs },
    inputs: inputs.slice(first * width, end * width),
    targets: targets.slice(first * outputs, end * outputs),
  });
  return { training: part(0, training), test: part(training, count) };
}
