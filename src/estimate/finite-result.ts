import { KpropError } from "../errors.ts";
import { firstNotFinite } from "../network/finite.ts";

/** Parts that are checked where they are computed, and may be large. */
const CHECKED = ["layers", "cumulants"];

/**
 * A result as it leaves the library: every number in it is finite.
 *
 * @throws KpropError `not-finite`, saying which number is not
 */
export function finiteResult<T extends object>(result: T): T {
  for (const [key, value] of Object.entries(result)) {
    if (!CHECKED.includes(key)) check(value, key);
  }
  return result;
}

function check(value: unknown, name: string): void {
  if (typeof value === "number") checkNumber(value, name);
  else if (value instanceof Float64Array) checkArray(value, name);
  else if (Array.isArray(value)) for (const [i, each] of value.entries()) check(each, `${name}[${i}]`);
  else if (typeof value === "object" && value !== null)
    for (const [key, each] of Object.entries(value)) check(each, `${name}.${key}`);
}

/** Names are made for what is wrong alone. */
function checkArray(values: Float64Array, name: string): void {
  const at = firstNotFinite(values);
  if (at >= 0) checkNumber(values[at]!, `${name}[${at}]`);
}

function checkNumber(x: number, name: string): void {
  if (Number.isFinite(x)) return;
  const message = `${name} came out as ${x}: it overflows, as weights, inputs or what they give are too large or too small`;
  throw new KpropError("not-finite", message);
}
