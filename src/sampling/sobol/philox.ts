/** Philox4x32-10 (assembly/philox.ts has its source): the block of a counter of four words under a key of two. */
export function philox(counter: readonly number[], low: number, high: number): number[] {
  let [c0, c1, c2, c3] = counter as [number, number, number, number];
  for (let round = 0; round < ROUNDS; round++) {
    const k0 = low + Math.imul(round, W0);
    const k1 = high + Math.imul(round, W1);
    const [high0, high1] = [upperHalf(c0, M0), upperHalf(c2, M1)];
    [c0, c1, c2, c3] = [high1 ^ c1 ^ k0, Math.imul(c2, M1), high0 ^ c3 ^ k1, Math.imul(c0, M0)];
  }
  return [c0 | 0, c1, c2 | 0, c3];
}

const ROUNDS = 10;
const [M0, M1] = [0xd2511f53, 0xcd9e8d57];
const [W0, W1] = [0x9e3779b9, 0xbb67ae85];

/** Of the product of two words of 32 bits, from products of 16 bits each. */
function upperHalf(a: number, b: number): number {
  const [a0, a1, b0, b1] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const other = a0 * b1 + (middle % 65536);
  return (a1 * b1 + Math.floor(middle / 65536) + Math.floor(other / 65536)) | 0;
}
