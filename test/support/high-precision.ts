import { BigFloat } from "./big-float.ts";

/**
 * exp, the error function and the normal distribution to more than 60 digits, from their power series in
 * fixed point with as many bits as the series cancel. Slow, and independent of the tables that are tested.
 */

/** Relative precision in bits of what this file returns; fixed point adds what it needs. */
const BITS = 256;

export function exp(x: BigFloat, bits = BITS): BigFloat {
  const work = bits + 64;
  const n = Math.round(x.toNumber() / Math.LN2);
  const reduced = x.toFixed(work) - BigInt(n) * ln2(work);
  let sum = sumSeries(1n << BigInt(work), reduced >> 16n, work, (k) => BigInt(k));
  for (let i = 0; i < 16; i++) sum = (sum * sum) >> BigInt(work);
  return new BigFloat(sum, n - work);
}

/** log x for x > 0, by Newton's steps y += x e^−y − 1 from a double: each doubles the digits. */
export function log(x: BigFloat): BigFloat {
  let y = BigFloat.of(Math.log(Number(x.digits)) + x.exponent * Math.LN2);
  for (let i = 0; i < 4; i++) y = y.plus(x.times(exp(y.negated()))).minus(BigFloat.of(1));
  return y;
}

/** 1/√(2π) e^(−x²/2). */
export function normalPdf(x: BigFloat): BigFloat {
  return exp(halfSquare(x).negated()).times(INV_SQRT_2PI);
}

/** P(z ≤ x). */
export function normalCdf(x: BigFloat): BigFloat {
  return x.isNegative ? upperTail(x.negated()) : BigFloat.of(1).minus(upperTail(x));
}

export function erfc(x: BigFloat): BigFloat {
  return BigFloat.of(2).times(normalCdf(x.negated().times(SQRT2)));
}

/** Σ_n (−1)ⁿ x^(2n+1)/(n! (2n+1)) · 2/√π, for |x| up to about 6. */
export function erf(x: BigFloat): BigFloat {
  const work = BITS + 300;
  const square = x.times(x).toFixed(work);
  let power = 1n << BigInt(work);
  let sum = power;
  for (let n = 1n; power !== 0n && power !== -1n; n++) {
    power = -((power * square) >> BigInt(work)) / n;
    sum += power / (2n * n + 1n);
  }
  return new BigFloat(sum, -work).times(x).times(TWO).times(INV_SQRT_2PI).times(SQRT2);
}

/** P(z > a), a ≥ 0: e^(−a²/2) (e^(a²/2)/2 − Σ_k a^(2k+1)/(2k+1)!! / √(2π)), whose terms grow to e^(a²/2). */
function upperTail(a: BigFloat): BigFloat {
  const exponent = halfSquare(a);
  const grown = Math.ceil(exponent.toNumber() / Math.LN2);
  const work = BITS + 64 + grown;
  const fixed = a.toFixed(work);
  const square = (fixed * fixed) >> BigInt(work);
  const growth = sumSeries(1n << BigInt(work), square >> 1n, work, (k) => BigInt(k));
  const odd = sumSeries(fixed, square, work, (k) => 2n * BigInt(k) + 1n);
  const scaled = (growth >> 1n) - ((odd * inverseSqrt2Pi(work)) >> BigInt(work));
  return new BigFloat(scaled, -work).times(exp(exponent.negated()));
}

function halfSquare(x: BigFloat): BigFloat {
  const square = x.times(x);
  return new BigFloat(square.digits, square.exponent - 1);
}

/** Σ_k first · x^k / Π_{i ≤ k} step(i), in units of 2^-bits. */
function sumSeries(first: bigint, x: bigint, bits: number, step: (k: number) => bigint): bigint {
  let term = first;
  let sum = first;
  for (let k = 1; term !== 0n && term !== -1n; k++) {
    term = ((term * x) >> BigInt(bits)) / step(k);
    sum += term;
  }
  return sum;
}

const cache = new Map<string, bigint>();

function cached(name: string, bits: number, compute: () => bigint): bigint {
  const key = `${name} ${bits}`;
  const value = cache.get(key) ?? compute();
  cache.set(key, value);
  return value;
}

/** log 2 = Σ_k 1/(k 2^k). */
function ln2(bits: number): bigint {
  return cached("ln2", bits, () => {
    let sum = 0n;
    for (let k = 1; k <= bits + 16; k++) sum += (1n << BigInt(bits + 16 - k)) / BigInt(k);
    return sum >> 16n;
  });
}

/** 1/√(2π), with π by Euler's series π = Σ_n 2^(n+1) n!²/(2n+1)!. */
function inverseSqrt2Pi(bits: number): bigint {
  return cached("1/√2π", bits, () => {
    const work = bits + 64;
    let term = 2n << BigInt(work);
    let pi = term;
    for (let n = 1n; term !== 0n; n++) {
      term = (term * n) / (2n * n + 1n);
      pi += term;
    }
    let root = (2n << BigInt(work)) / 5n;
    for (let i = 0; i < 2 * Math.log2(work); i++) {
      // Newton's step for 1/√(2π): root += root (1 − 2π root²)/2
      const residual = (1n << BigInt(work)) - ((2n * pi * ((root * root) >> BigInt(work))) >> BigInt(work));
      root += (root * residual) >> BigInt(work + 1);
    }
    return root >> 64n;
  });
}

const TWO = BigFloat.of(2);
const SQRT2 = TWO.sqrt();
const INV_SQRT_2PI = new BigFloat(inverseSqrt2Pi(BITS + 64), -BITS - 64);
