import type { BufferId, Terms, View } from "./plan.ts";

/** Factors that one term may have (assembly/terms.ts). */
export const MAX_VARYING = 16;

const AXES = 4;
const HEADER = 48;
const TERM = 40;
const FACTOR = 32;

/** The size of the table that assembly/terms.ts runs, and of two factors more that it may look at behind its end. */
export function programBytes({ terms }: Terms): number {
  return terms.reduce((bytes, term) => bytes + termBytes(term.factors.length), HEADER + 2 * FACTOR);
}

function termBytes(factors: number): number {
  return TERM + factors * FACTOR;
}

/**
 * Writes the table of a term operation (its layout is drawn in assembly/terms.ts). `pointer` gives the byte
 * address of a buffer, `width` the bytes of an element.
 */
export function writeProgram(
  table: DataView,
  { extents, out, terms, accumulate }: Terms,
  pointer: (buffer: BufferId) => number,
  width: number,
): void {
  const address = (view: View) => pointer(view.buffer) + view.offset * width;
  const put = (at: number, values: readonly number[]) => {
    values.forEach((value, i) => {
      table.setInt32(at + 4 * i, value, true);
    });
  };
  put(0, [...padded(extents, 1), address(out), ...outStrides(out)]);
  put(36, [accumulate ? 1 : 0, terms.length]);
  let at = HEADER;
  for (const { coefficient, factors } of terms) {
    if (factors.length > MAX_VARYING) throw new Error(`a term has ${factors.length} factors, more than fit`);
    const varying = factors.filter(isVarying);
    const constants = factors.filter((view) => !isVarying(view));
    const scales = constants.length > 0 || coefficient !== 1 ? 1 : 0;
    table.setFloat64(at, coefficient, true);
    const kind = 2 * varying.length + scales;
    put(at + 16, [constants.length, varying.length, kind, termBytes(factors.length)]);
    [...constants, ...varying].forEach((view, f) => {
      put(at + TERM + f * FACTOR, [address(view), ...padded(view.strides, 0)]);
    });
    at += termBytes(factors.length);
  }
}

/** Whether a factor varies along the innermost axis. */
function isVarying({ strides }: View): boolean {
  return (strides.at(-1) ?? 0) !== 0;
}

/** Unused axes come first. */
function padded(values: readonly number[], filler: number): number[] {
  return [...Array<number>(AXES - values.length).fill(filler), ...values];
}

/** Unused axes run once: as if their rows were next to each other, but never as summed. */
function outStrides(out: View): number[] {
  return padded(out.strides, 1);
}
