/** Coordinates that there are direction numbers for: all primitive polynomials up to degree 13. */
export const DIMENSIONS = 1111;

/**
 * Direction numbers of one coordinate after the other, the first bit the highest of 32: V_k, of which point n takes those of
 * its bits. `table`: degree by degree the coefficients a_1 … a_(s−1) of a polynomial x^s + a_1 x^(s−1) + … + 1 and of each m_k
 * the bits but the last, which is 1; highest bits first.
 */
export function* directionNumbers(table: Uint8Array, bits: number): Generator<Int32Array, void> {
  yield new Int32Array(bits).map((_, k) => 1 << (31 - k));
  for (const parameters of unpacked(table)) yield recurrence(parameters, bits);
}

/** Bratley & Fox, "Algorithm 659", ACM Transactions on Mathematical Software 14 (1988) 88. */
function recurrence({ degree, coefficients, initial }: Parameters, bits: number): Int32Array {
  const found = new Int32Array(bits);
  for (let k = 0; k < bits; k++) {
    if (k < degree) {
      found[k] = initial[k]! << (31 - k);
      continue;
    }
    let next = found[k - degree]! ^ (found[k - degree]! >>> degree);
    for (let j = 1; j < degree; j++) if ((coefficients >> (degree - 1 - j)) & 1) next ^= found[k - j]!;
    found[k] = next;
  }
  return found;
}

/** A primitive polynomial of that degree, its coefficients' bits, and m_1 … m_s. */
interface Parameters {
  readonly degree: number;
  readonly coefficients: number;
  readonly initial: readonly number[];
}

/** Primitive polynomials of degrees 1 to 13. */
const POLYNOMIALS = [1, 1, 2, 2, 6, 6, 18, 16, 48, 60, 176, 144, 630];

function* unpacked(bytes: Uint8Array): Generator<Parameters, void> {
  let at = 0;
  const take = (count: number) => {
    let value = 0;
    for (; count > 0; count--, at++) value = 2 * value + ((bytes[at >> 3]! >> (7 - (at & 7))) & 1);
    return value;
  };
  for (const [index, polynomials] of POLYNOMIALS.entries()) {
    for (let i = 0; i < polynomials; i++) {
      const degree = index + 1;
      const coefficients = take(degree - 1);
      const initial = Array.from({ length: degree }, (_, k) => 2 * take(k) + 1);
      yield { degree, coefficients, initial };
    }
  }
}
