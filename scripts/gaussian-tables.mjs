/**
 * Prints assembly/gaussian-tables.ts: `node scripts/gaussian-tables.mjs > assembly/gaussian-tables.ts`.
 *
 * Everything is computed in fixed point with BITS fractional bits from three facts, and rounded once:
 *
 *   D_n(a) = ∫₀^∞ tⁿ e^(−at − t²/2) dt / √(2π)      the moments of the normal tail, without its e^(−a²/2)
 *   D_0(a) = e^(a²/2)/2 − Σ_k a^(2k+1)/(2k+1)!! / √(2π),   D_1 = 1/√(2π) − a D_0,   D_n = (n−1) D_(n−2) − a D_(n−1)
 *   g_n(y) = √(2π) a^(n+1) D_n(a) / n!, y = 1/a²:   g_(n−1) = g_n + (n+1) y g_(n+1),  g_(−1) = 1
 */

import { tableLines } from "./table-lines.mjs";

const BITS = 512n;
const ONE = 1n << BITS;

const ROWS = 16;
const COLUMNS = 25;
const TAIL_ORDERS = 7;
const EXP_DEGREE = 10;
const ERF_DEGREE = 9;
const TAIL_DEGREE = 16;
/** Rows are centred on 0, 1/2, 1, …; the last one ends a quarter after its centre. */
const TAIL_START = ROWS / 2 - 0.25;
/** A little more than log(2)/2, the largest reduced argument. */
const EXP_LIMIT = 0.35;
const ERF_LIMIT = 0.5;

const mul = (a, b) => (a * b) >> BITS;
const div = (a, b) => (a << BITS) / b;
/** Of a double with few enough digits for the product to be exact. */
const fixed = (x) => (BigInt(x * 2 ** 60) << BITS) >> 60n;
/** The nearest double: a BigInt's conversion rounds to nearest, and the scaling is exact. */
const nearest = (x) => Number(x) / 2 ** Number(BITS);

function sqrt(x) {
  let root = 1n << BITS;
  for (let last = 0n; root !== last; ) {
    [last, root] = [root, (root + div(x, root)) >> 1n];
    if (root - last === 1n || last - root === 1n) break;
  }
  return root;
}

/** Σ_k sign^k x^(2k+1)/(2k+1) at x = 1/q: atan for sign −1, atanh for sign 1. */
function arc(q, sign) {
  let power = ONE / q;
  let sum = power;
  for (let k = 1n; power !== 0n; k++) {
    power = (sign * power) / (q * q);
    sum += power / (2n * k + 1n);
  }
  return sum;
}

const PI = 16n * arc(5n, -1n) - 4n * arc(239n, -1n);
const LN2 = 2n * arc(3n, 1n);
const INV_SQRT_2PI = div(ONE, sqrt(2n * PI));

/** Σ_n x^n · Π_{i ≤ n} 1/step(i), until the terms vanish. */
function series(first, x, step) {
  let term = first;
  let sum = first;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = mul(term, x) / step(n);
    sum += term;
  }
  return sum;
}

/** D_0 … D_(count−1) at a. */
function moments(a, count) {
  const square = mul(a, a);
  const odd = series(a, square, (k) => 2n * k + 1n);
  const d = [series(ONE, square / 2n, (n) => n) / 2n - mul(INV_SQRT_2PI, odd)];
  d.push(INV_SQRT_2PI - mul(a, d[0]));
  while (d.length < count) d.push(BigInt(d.length - 1) * d.at(-2) - mul(a, d.at(-1)));
  return d;
}

/** (g_n(y) − 1) / s, s = y TAIL_START²; the ratios g_n / g_(n−1) go backwards from an order too high to matter. */
function tail(n, s) {
  const y = div(s, fixed(TAIL_START ** 2));
  let product = ONE;
  let ratio = ONE;
  for (let i = 300; i >= 0; i--) {
    ratio = div(ONE, ONE + BigInt(i + 1) * mul(y, ratio));
    if (i <= n) product = mul(product, ratio);
  }
  return div(product - ONE, s);
}

/** (e^r − 1 − r) / r². */
const exponential = (r) => series(ONE / 2n, r, (n) => n + 2n);

/** erf(√s)/√s − 1. */
function errorFunction(s) {
  let power = ONE;
  let sum = ONE;
  for (let n = 1n; power !== 0n && power !== -1n; n++) {
    power = -mul(power, s) / n;
    sum += power / (2n * n + 1n);
  }
  return mul(div(2n * ONE, sqrt(PI)), sum) - ONE;
}

/** Power-series coefficients of the polynomial through f at Chebyshev points (to 20 bits) of [from, to]. */
function interpolate(f, from, to, degree) {
  const nodes = Array.from({ length: degree + 1 }, (_, i) => {
    const cosine = Math.round(2 ** 20 * Math.cos(((2 * i + 1) * Math.PI) / (2 * degree + 2))) / 2 ** 20;
    return (fixed(from) + fixed(to) + mul(fixed(to) - fixed(from), fixed(cosine))) / 2n;
  });
  const newton = nodes.map(f);
  for (let level = 1; level <= degree; level++)
    for (let i = degree; i >= level; i--)
      newton[i] = div(newton[i] - newton[i - 1], nodes[i] - nodes[i - level]);
  let polynomial = [newton[degree]];
  for (let i = degree - 1; i >= 0; i--) {
    const shifted = [0n, ...polynomial];
    polynomial = shifted.map((c, j) => c - mul(nodes[i], polynomial[j] ?? 0n));
    polynomial[0] += newton[i];
  }
  return polynomial.map(nearest);
}

/** Each row: what rounding D_0 left, then D_0, D_1, … */
function momentRow(row) {
  const exact = moments((BigInt(row) * ONE) / 2n, COLUMNS);
  return [residue(exact[0]), ...exact.map(nearest)];
}

/** What is left of x after rounding it to a double. */
function residue(x) {
  return nearest(x - fixedExactly(nearest(x)));
}

/** Of any double between 2^-400 and 2^400. */
function fixedExactly(x) {
  const exponent = Math.floor(Math.log2(Math.abs(x))) - 53;
  return (BigInt(x * 2 ** -exponent) << BITS) >> BigInt(-exponent);
}

/** The upper 40 bits of log 2, so that a multiple of it by an exponent is exact. */
const LN2_HI = nearest((LN2 >> (BITS - 40n)) << (BITS - 40n));
const range = (n) => Array.from({ length: n }, (_, i) => i);

const scalars = {
  LOG2_E: ["1 / log 2", nearest(div(ONE, LN2))],
  LN2_HI: ["log 2: its upper 40 bits", LN2_HI],
  LN2_LO: ["log 2: the rest", nearest(LN2 - fixedExactly(LN2_HI))],
  SQRT2: ["√2", nearest(sqrt(2n * ONE))],
  SQRT2_LO: ["√2 less its double", residue(sqrt(2n * ONE))],
  INV_SQRT_2PI: ["1/√(2π)", nearest(INV_SQRT_2PI)],
  INV_SQRT_2PI_LO: ["1/√(2π) less its double", residue(INV_SQRT_2PI)],
  EXP_DEGREE: ["degree of EXP", EXP_DEGREE, "i32"],
  ERF_LIMIT: ["end of ERF's range", ERF_LIMIT],
  ERF_DEGREE: ["degree of ERF", ERF_DEGREE, "i32"],
  MOMENT_COLUMNS: ["moments in a row of MOMENTS, which has one more number", COLUMNS, "i32"],
  TAIL_START: ["end of MOMENTS' range and start of TAIL's", TAIL_START],
  TAIL_DEGREE: ["degree of a row of TAIL", TAIL_DEGREE, "i32"],
};

const tables = {
  EXP: [
    `(e^r − 1 − r)/r² for |r| ≤ ${EXP_LIMIT}, powers of r rising.`,
    interpolate(exponential, -EXP_LIMIT, EXP_LIMIT, EXP_DEGREE),
  ],
  ERF: [
    "erf(x)/x − 1 for |x| ≤ ERF_LIMIT, powers of x² rising.",
    interpolate(errorFunction, 0, ERF_LIMIT ** 2, ERF_DEGREE),
  ],
  MOMENTS: [
    `Row i at a = i/2: D_0 less its double, D_0, D_1, … D_${COLUMNS - 1}.`,
    range(ROWS).flatMap(momentRow),
  ],
  TAIL: [
    "Row n: (√(2π) a^(n+1) D_n(a)/n! − 1)/s for a ≥ TAIL_START, powers of s = (TAIL_START/a)² rising.",
    range(TAIL_ORDERS).flatMap((n) => interpolate((s) => tail(n, s), 0, 1, TAIL_DEGREE)),
  ],
};

const output = [
  "/**",
  " * Numbers for gaussian.ts, generated by scripts/gaussian-tables.mjs: do not edit.",
  " * D_n(a) = ∫₀^∞ tⁿ e^(−at − t²/2) dt / √(2π); see the script for how each is computed.",
  " */",
  ...Object.entries(scalars).flatMap(([name, [meaning, value, type = "f64"]]) => [
    "",
    `/** ${meaning} */`,
    `export const ${name}: ${type} = ${value};`,
  ]),
  ...tableLines(tables),
];
process.stdout.write(`${output.join("\n")}\n`);
