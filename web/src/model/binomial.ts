/** Standard error of a share of that many samples. */
export function binomialError(share: number, samples: number): number {
  return Math.sqrt((share * (1 - share)) / samples);
}
