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
  const put = (at: number, value: number) => table.setInt32(at, value, true);
  /** Of all axes: unused ones come first. */
  const putAxes = (at: number, values: readonly number[], filler: number) => {
    const unused = AXES - values.length;
    for (let axis = 0; axis < AXES; axis++)
      put(at + 4 * axis, axis < unused ? filler : values[axis - unused]!);
  };
  const putView = (at: number, { buffer, offset, strides }: View, filler: number) => {
    put(at, pointer(buffer) + offset * width);
    putAxes(at + 4, strides, filler);
  };
  putAxes(0, extents, 1);
  // Unused axes run once: as if their rows were next to each other, but never as summed.
  putView(16, out, 1);
  put(36, accumulate ? 1 : 0);
  put(40, terms.length);
  let at = HEADER;
  for (const { coefficient, factors } of terms) {
    if (factors.length > MAX_VARYING) throw new Error(`a term has ${factors.length} factors, more than fit`);
    const constants = countConstants(factors);
    let [constant, varying] = [at + TERM, at + TERM + constants * FACTOR];
    for (const view of factors) {
      const to = isVarying(view) ? varying : constant;
      putView(to, view, 0);
      if (to === varying) varying += FACTOR;
      else constant += FACTOR;
    }
    const scales = constants > 0 || coefficient !== 1 ? 1 : 0;
    table.setFloat64(at, coefficient, true);
    put(at + 16, constants);
    put(at + 20, factors.length - constants);
    put(at + 24, 2 * (factors.length - constants) + scales);
    put(at + 28, termBytes(factors.length));
    at += termBytes(factors.length);
  }
}

function countConstants(factors: readonly View[]): number {
  let count = 0;
  for (const view of factors) if (!isVarying(view)) count++;
  return count;
}

/** Whether a factor varies along the innermost axis. */
function isVarying({ strides }: View): boolean {
  return (strides.at(-1) ?? 0) !== 0;
}
