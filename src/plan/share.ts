import { operationFlops } from "./cost.ts";
import { distinct, from as fromIndex, gemmColumns, gemmRows, termsAlong, triangleCuts } from "./parts.ts";
import type { Computation, Gemm, Mirror, Terms, Wick } from "./plan.ts";

/** Operations of less work than this, in FLOPs or moves, are done before sleeping threads have woken up and met. */
const LEAST_WORK = 2 ** 19;
/** Products are cut between whole register tiles. */
const TILE = 8;

/**
 * A computation as parts that `threads` threads can do at the same time: no part reads or writes what another
 * writes. Elements, and so bits, are the same, and FLOPs add up to the whole's. One part: it is not worth sharing.
 */
export function shares(computation: Computation, threads: number): Computation[] {
  if (work(computation) < LEAST_WORK) return [computation];
  switch (computation.op) {
    case "gemm":
      return shareGemm(computation, threads);
    case "terms":
      return shareTerms(computation, threads);
    case "wick":
      return parts(evenCuts(computation.n, threads, 1), (from, to) => wickNeurons(computation, from, to));
    case "mirror":
      return parts(evenCuts(computation.count, threads, 1), (from, to) =>
        mirrorMatrices(computation, from, to),
      );
    case "floor-variance":
    case "pass-variance":
    case "orthonormalise":
      return [computation];
  }
}

function work(computation: Computation): number {
  return operationFlops(computation) + moves(computation);
}

function moves(computation: Computation): number {
  if (computation.op === "mirror") return (computation.count * computation.n ** 2) / 2;
  if (computation.op !== "terms") return 0;
  return computation.extents.reduce((product, extent) => product * extent, 1);
}

/**
 * Along the longer side, since every part packs the other operand for itself: which is why there is one part a thread, not
 * several of which a slower one could do fewer.
 */
function shareGemm(gemm: Gemm, count: number): Gemm[] {
  if (gemm.symmetric) return parts(triangleCuts(gemm, count), (from, to) => gemmRows(gemm, from, to));
  return gemm.rows >= gemm.columns
    ? parts(evenCuts(gemm.rows, count, TILE), (from, to) => gemmRows(gemm, from, to))
    : parts(evenCuts(gemm.columns, count, TILE), (from, to) => gemmColumns(gemm, from, to));
}

/**
 * Along the longest axis that is not summed over. Not along the innermost: it is there that rows multiply their constants,
 * which every part would do again.
 */
function shareTerms(operation: Terms, count: number): Terms[] {
  const { extents, out } = operation;
  let longest = -1;
  for (let axis = 0; axis < extents.length - 1; axis++) {
    if (out.strides[axis] !== 0 && extents[axis]! > (extents[longest] ?? 1)) longest = axis;
  }
  if (longest < 0) return [operation];
  return parts(evenCuts(extents[longest]!, count, 1), (from, to) => termsAlong(operation, longest, from, to));
}

function parts<T>(cuts: readonly number[], part: (from: number, to: number) => T): T[] {
  return cuts.slice(1).map((to, t) => part(cuts[t]!, to));
}

function mirrorMatrices(mirror: Mirror, first: number, end: number): Mirror {
  return { ...mirror, count: end - first, matrices: fromIndex(mirror.matrices, 0, first) };
}

/** Neurons `first` to `end`. */
function wickNeurons(wick: Wick, first: number, end: number): Wick {
  return { ...wick, first: wick.first + first, n: end - first };
}

/**
 * Where to cut `extent` indices into `count` parts of about the same size, ends included: multiples of `step`, fewer parts
 * where there are not enough.
 */
function evenCuts(extent: number, count: number, step: number): number[] {
  return distinct(count, extent, (share) => Math.round((share * extent) / step) * step);
}
