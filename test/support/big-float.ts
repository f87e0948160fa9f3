/** Bits that every result is rounded to: 96 decimal digits. */
const PRECISION = 320;

/** An arbitrary-precision number, digits · 2^exponent. */
export class BigFloat {
  readonly digits: bigint;
  readonly exponent: number;

  constructor(digits: bigint, exponent: number) {
    const excess = bitLength(digits) - PRECISION;
    this.digits = excess > 0 ? digits >> BigInt(excess) : digits;
    this.exponent = excess > 0 ? exponent + excess : exponent;
  }

  /** The finite double x itself, without rounding. */
  static of(x: number): BigFloat {
    let exponent = 0;
    let digits = x;
    for (; Math.abs(digits) < 2 ** 52 && exponent > -1100; exponent--) digits *= 2;
    for (; Math.abs(digits) >= 2 ** 53; exponent++) digits /= 2;
    return new BigFloat(BigInt(digits), exponent);
  }

  plus(other: BigFloat): BigFloat {
    const exponent = Math.min(this.exponent, other.exponent);
    return new BigFloat(alignedTo(this, exponent) + alignedTo(other, exponent), exponent);
  }

  minus(other: BigFloat): BigFloat {
    return this.plus(other.negated());
  }

  times(other: BigFloat): BigFloat {
    return new BigFloat(this.digits * other.digits, this.exponent + other.exponent);
  }

  over(other: BigFloat): BigFloat {
    const shift = PRECISION + bitLength(other.digits);
    return new BigFloat(
      (this.digits << BigInt(shift)) / other.digits,
      this.exponent - other.exponent - shift,
    );
  }

  power(n: number): BigFloat {
    let product = BigFloat.of(1);
    for (let i = 0; i < Math.abs(n); i++) product = product.times(this);
    return n < 0 ? BigFloat.of(1).over(product) : product;
  }

  negated(): BigFloat {
    return new BigFloat(-this.digits, this.exponent);
  }

  sqrt(): BigFloat {
    const bits = 2 * PRECISION;
    const even = this.exponent - (this.exponent & 1);
    return new BigFloat(integerSqrt(alignedTo(this, even) << BigInt(bits)), even / 2 - bits / 2);
  }

  get isNegative(): boolean {
    return this.digits < 0n;
  }

  /** Rounded down to a multiple of 2^-bits, in that unit. */
  toFixed(bits: number): bigint {
    const shift = this.exponent + bits;
    return shift >= 0 ? this.digits << BigInt(shift) : this.digits >> BigInt(-shift);
  }

  /** The nearest double (a subnormal may be one unit off). */
  toNumber(): number {
    const half = Math.trunc((this.exponent + PRECISION) / 2);
    return Number(this.digits) * 2 ** -PRECISION * 2 ** half * 2 ** (this.exponent + PRECISION - half);
  }
}

/** |actual − expected| in units of the last place of a double near `expected`. */
export function ulps(actual: number, expected: BigFloat): number {
  if (!Number.isFinite(actual)) return Infinity;
  const unit = Math.max(bitLength(expected.digits) + expected.exponent - 53, -1074);
  const difference = BigFloat.of(actual).minus(expected);
  return Math.abs(new BigFloat(difference.digits, difference.exponent - unit).toNumber());
}

/** |actual − expected| / |scale|. */
export function relativeError(actual: number, expected: BigFloat, scale: BigFloat = expected): number {
  if (!Number.isFinite(actual)) return Infinity;
  return Math.abs(BigFloat.of(actual).minus(expected).over(scale).toNumber());
}

function alignedTo(x: BigFloat, exponent: number): bigint {
  return x.digits << BigInt(x.exponent - exponent);
}

function bitLength(x: bigint): number {
  const hex = (x < 0n ? -x : x).toString(16);
  return 4 * hex.length - Math.clz32(Number.parseInt(hex[0]!, 16)) + 28;
}

function integerSqrt(x: bigint): bigint {
  if (x === 0n) return 0n;
  let root = 1n << BigInt((bitLength(x) + 1) >> 1);
  for (;;) {
    const next = (root + x / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
