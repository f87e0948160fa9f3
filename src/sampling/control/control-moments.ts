import type { Arena } from "../../backend/arena.ts";
import { BLOCK, type Tracked } from "../block-moments.ts";
import type { SamplingKernels } from "../kernels.ts";
import { divided, MomentStates, type Moments } from "../moments.ts";
import { roundedErrors } from "../rounding.ts";

/**
 * Of the output y, its control variate c, whose expectation is 0, and (y + c)/2, [mean | m2] each: first of the draws in
 * blocks 0, 2, 4, …, then of the others, since a half's regression coefficient is used on the other alone. So it is
 * independent of what it multiplies, and mean(y) − β mean(c) is not biased (cross-fitting: Avramidis & Wilson, "A splitting
 * scheme for control variates", Operations Research Letters 14 (1993) 187).
 */
export class ControlMoments extends MomentStates {
  constructor(arena: Arena, kernels: SamplingKernels, tracked: Tracked) {
    super(arena, kernels, tracked, 2 * VECTORS);
  }

  protected add(before: number, _: number, to: (vector: number, count: number, group: number) => void): void {
    const block = before / BLOCK;
    const half = block % 2;
    for (const group of [0, 1, 2])
      to(half * VECTORS + 2 * group, BLOCK * Math.floor((block + 1 - half) / 2), group);
  }

  protected moments(part: (vector: number) => Float64Array, draws: number): Moments {
    const even = half(part, 0, draws - oddDraws(draws));
    const odd = half(part, VECTORS, oddDraws(draws));
    const count = even.y.length;
    const [mean, squares, errors] = [0, 1, 2].map(() => new Float64Array(count)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    for (let i = 0; i < count; i++) {
      for (const [own, other] of [
        [even, odd],
        [odd, even],
      ] as const) {
        if (own.draws === 0) continue;
        const beta = coefficient(other, i);
        const share = own.draws / draws;
        mean[i]! += share * (own.y[i]! - beta * own.c[i]!);
        errors[i]! += (share * share * rest(own, i, beta)) / own.draws;
      }
      const between = even.y[i]! - odd.y[i]!;
      squares[i] = even.yy[i]! + odd.yy[i]! + (between * between * even.draws * odd.draws) / draws;
    }
    const found = { mean, variance: divided(squares, draws - 1), standardError: errors.map(Math.sqrt) };
    return draws > 1 ? roundedErrors(found, this.kernels) : found;
  }
}

/** Of a half's state. */
const VECTORS = 6;

/** Means, and sums of squares and products of what differs from them. */
interface Half {
  readonly draws: number;
  readonly y: Float64Array;
  readonly c: Float64Array;
  readonly yy: Float64Array;
  readonly cc: Float64Array;
  readonly yc: Float64Array;
}

function half(part: (vector: number) => Float64Array, first: number, draws: number): Half {
  const [y, yy, c, cc, , between] = Array.from({ length: VECTORS }, (_, at) => part(first + at));
  // Σ of squares of (y + c)/2 is (yy + 2 yc + cc) / 4.
  const yc = between!.map((square, i) => (4 * square - yy![i]! - cc![i]!) / 2);
  return { draws, y: y!, c: c!, yy: yy!, cc: cc!, yc };
}

/** Of so many draws those in blocks 1, 3, 5, …. */
function oddDraws(draws: number): number {
  const turn = 2 * BLOCK;
  return Math.floor(draws / turn) * BLOCK + Math.max(0, (draws % turn) - BLOCK);
}

/** The regression coefficient of y on c; of less than a block it would be noise, and c is made to have it 1. */
function coefficient({ draws, yc, cc }: Half, i: number): number {
  return draws < BLOCK || cc[i] === 0 ? 1 : yc[i]! / cc[i]!;
}

/** The variance of y − β c. */
function rest({ draws, yy, yc, cc }: Half, i: number, beta: number): number {
  if (draws < 2) return 0;
  return Math.max(0, yy[i]! - beta * (2 * yc[i]! - beta * cc[i]!)) / (draws - 1);
}
