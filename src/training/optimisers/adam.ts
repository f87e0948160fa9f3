import type { Follow } from "./follow.ts";

const [FIRST, SECOND, TINY] = [0.9, 0.999, 1e-8];

/** Kingma and Ba, arXiv:1412.6980, algorithm 1 with its defaults; powers as running products. */
export function adam(count: number): Follow {
  const [means, squares] = [new Float64Array(count), new Float64Array(count)];
  let [firstPower, secondPower] = [1, 1];
  return (parameters, gradient, rate) => {
    firstPower *= FIRST;
    secondPower *= SECOND;
    const [scale, spread] = [rate / (1 - firstPower), 1 / (1 - secondPower)];
    for (let i = 0; i < count; i++) {
      const g = gradient[i]!;
      const mean = FIRST * means[i]! + (1 - FIRST) * g;
      const square = SECOND * squares[i]! + (1 - SECOND) * g * g;
      means[i] = mean;
      squares[i] = square;
      parameters[i] = parameters[i]! - (scale * mean) / (Math.sqrt(square * spread) + TINY);
    }
  };
}
