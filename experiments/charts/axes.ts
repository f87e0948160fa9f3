/** Logarithmic axes whose ticks are the powers of ten, or the values that occur. */

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Decades from the one below the least value to the one above the largest, with labels like 10⁻⁶. */
export function decades(values: readonly number[]) {
  const first = Math.floor(Math.log10(Math.min(...values)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values))));
  const exponents = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const labels = exponents.map((exponent) => `'10${superscript(exponent)}'`);
  return {
    scale: { type: "log", domain: [10 ** first, 10 ** last], nice: false },
    axis: {
      values: exponents.map((exponent) => 10 ** exponent),
      labelExpr: `[${labels}][round(log(datum.value) / LN10) - (${first})]`,
      labelFlush: false,
    },
  } as const;
}

/** A tick at each value that occurs, with a little room on both sides. */
export function atValues(values: readonly number[]) {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const room = (distinct.at(-1)! / distinct[0]!) ** 0.04;
  return {
    scale: { type: "log", domain: [distinct[0]! / room, distinct.at(-1)! * room], nice: false },
    axis: { values: distinct, format: "d", labelOverlap: false },
  } as const;
}

function superscript(value: number): string {
  return [...String(value)].map((digit) => (digit === "-" ? "⁻" : SUPERSCRIPTS[Number(digit)])).join("");
}
