/** What an input is made by: the same numbers for the same seed and number of the input, whatever came before. */
export class Random {
  #state;

  constructor(seed, index) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
    this.below(2);
  }

  /** A whole number from 0 to `n` − 1 (mulberry32). */
  below(n) {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let x = this.#state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return Math.floor((((x ^ (x >>> 14)) >>> 0) / 2 ** 32) * n);
  }

  chance(probability) {
    return this.below(2 ** 20) < probability * 2 ** 20;
  }

  pick(list) {
    return list[this.below(list.length)];
  }
}
