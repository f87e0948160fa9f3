/** To so many digits, as results are kept: their last ones are noise. */
export function rounded(x: number, digits: number): number {
  return Number(x.toPrecision(digits));
}
