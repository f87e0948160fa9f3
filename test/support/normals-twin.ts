/** assembly/random.ts in plain TypeScript: Philox4x32-10 and Box–Muller, one draw at a time, the same bits. */

const PHILOX_M0 = 0xd2511f53n;
const PHILOX_M1 = 0xcd9e8d57n;

/** Philox4x32-10: four words from a counter of four and a key of two. */
export function philoxTwin(counter: readonly number[], key: readonly number[]): number[] {
  let [c0, c1, c2, c3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  const word = (x: bigint) => BigInt.asUintN(32, x);
  for (let round = 0; round < 10; round++) {
    const [p0, p1] = [c0 * PHILOX_M0, c2 * PHILOX_M1];
    [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, word(p1), (p0 >> 32n) ^ c3 ^ k1, word(p0)];
    k0 = word(k0 + 0x9e3779b9n);
    k1 = word(k1 + 0xbb67ae85n);
  }
  return [c0, c1, c2, c3].map(Number);
}

/** Arithmetic that rounds as the type does. */
export interface Rounding {
  readonly type: "f32" | "f64";
  readonly round: (x: number) => number;
}

export const F32: Rounding = { type: "f32", round: Math.fround };
export const F64: Rounding = { type: "f64", round: (x) => x };

function horner({ round }: Rounding, t: number, coefficients: readonly number[]): number {
  return coefficients.map(round).reduce((p, c) => round(round(p * t) + c));
}

/** u = 2^e m, m in [√½, √2). */
function split({ type }: Rounding, u: number): { e: number; m: number } {
  const view = new DataView(new ArrayBuffer(8));
  if (type === "f32") {
    view.setFloat32(0, u);
    const e = (view.getInt32(0) - 0x3f3504f3) >> 23;
    view.setInt32(0, view.getInt32(0) - (e << 23));
    return { e, m: view.getFloat32(0) };
  }
  view.setFloat64(0, u);
  const e = (view.getBigInt64(0) - 0x3fe6a09e667f3bcdn) >> 52n;
  view.setBigInt64(0, view.getBigInt64(0) - (e << 52n));
  return { e: Number(e), m: view.getFloat64(0) };
}

export function logTwin(r: Rounding, u: number): number {
  const { round } = r;
  const { e, m } = split(r, u);
  const f = round(m - 1);
  const s = round(f / round(f + 2));
  const z = round(s * s);
  const odd = r.type === "f32" ? [9, 7, 5, 3] : [21, 19, 17, 15, 13, 11, 9, 7, 5, 3];
  const series = round(
    horner(
      r,
      z,
      odd.map((k) => 2 / k),
    ) * z,
  );
  const [high, low] =
    r.type === "f32" ? [0.693359375, -2.1219444005469057e-4] : [0.6931471803691238, 1.9082149292705877e-10];
  const tail = round(round(s * round(f - series)) - round(e * round(low)));
  return round(round(e * high) - round(tail - f));
}

const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));

/** ±1/k! for k = last, last − 2, …, first, the last of them negative. */
function alternating(last: number, first: number): number[] {
  const orders = Array.from({ length: (last - first) / 2 + 1 }, (_, i) => last - 2 * i);
  return orders.map((k) => ((k - first) % 4 === 0 ? -1 : 1) / factorial(k));
}

export function sinTwin(r: Rounding, y: number): number {
  const { round } = r;
  const t = round(y * y);
  const p = horner(r, t, alternating(r.type === "f32" ? 9 : 17, 3));
  return round(y + round(y * round(t * p)));
}

export function cosTwin(r: Rounding, y: number): number {
  const { round } = r;
  const t = round(y * y);
  return round(1 + round(t * horner(r, t, alternating(r.type === "f32" ? 10 : 16, 2))));
}

/** The generator's uniforms: u in (0, 1], the quarter turn nearest to the angle, the turns beyond it. */
function uniforms(r: Rounding, words: readonly number[]): { u: number; quarter: number; turns: number } {
  const unit = 2 ** -32;
  const [x, a] = r.type === "f32" ? [words[0]!, words[1]!] : [words[0]!, words[2]!];
  const quarter = ((a + 2 ** 29) >>> 0) >>> 30;
  const rest = (a - (quarter << 30)) | 0;
  if (r.type === "f32") {
    return { u: r.round(r.round(x) + 0.5) * unit, quarter, turns: r.round(rest) * unit };
  }
  return { u: (x + (words[1]! + 0.5) * unit) * unit, quarter, turns: (rest + words[3]! * unit) * unit };
}

/** One Box–Muller pair from two words (f32) or four (f64). */
export function pairTwin(r: Rounding, words: readonly number[]): [number, number] {
  const { u, quarter, turns } = uniforms(r, words);
  const radius = r.round(Math.sqrt(r.round(logTwin(r, u) * -2)));
  const y = r.round(turns * r.round(2 * Math.PI));
  const [s, c] = [sinTwin(r, y), cosTwin(r, y)];
  const turned: [number, number][] = [
    [c, s],
    [-s, c],
    [-c, -s],
    [s, -c],
  ];
  const [cosine, sine] = turned[quarter]!;
  return [r.round(radius * cosine), r.round(radius * sine)];
}

/** Variable i of sample `index`, as `normals` draws it. */
export function normalTwin(
  r: Rounding,
  seed: readonly [number, number],
  stream: number,
  index: bigint,
  i: number,
): number {
  const perBlock = r.type === "f32" ? 4 : 2;
  const [low, high] = [Number(BigInt.asUintN(32, index)), Number(BigInt.asUintN(32, index >> 32n))];
  const words = philoxTwin([Math.floor(i / perBlock), low, high, stream], seed);
  const used = r.type === "f32" && i % 4 >= 2 ? words.slice(2) : words;
  return pairTwin(r, used)[i % 2]!;
}
