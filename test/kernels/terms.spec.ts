import { terms, termsScratch } from "../../assembly/terms";
import { noise, pointer } from "./support/arrays";

const SIZES: StaticArray<i32> = [1, 3, 5, 17, 63];

/** Writes a program over the axes (rows, length): see assembly/terms.ts for the table. */
class Program {
  bytes: StaticArray<u8> = new StaticArray<u8>(4096);
  at: usize = 48;
  term: usize = 0;

  constructor(rows: i32, length: i32, out: usize, rowStride: i32, stride: i32, accumulate: bool) {
    const to = changetype<usize>(this.bytes);
    store<i32>(to, 1);
    store<i32>(to, 1, 4);
    store<i32>(to, rows, 8);
    store<i32>(to, length, 12);
    store<u32>(to, <u32>out, 16);
    store<i32>(to, 1, 20);
    store<i32>(to, 1, 24);
    store<i32>(to, rowStride, 28);
    store<i32>(to, stride, 32);
    store<i32>(to, accumulate ? 1 : 0, 36);
    store<i32>(to, 0, 40);
  }

  startTerm(coefficient: f64): void {
    const to = changetype<usize>(this.bytes);
    this.term = to + this.at;
    store<f64>(this.term, coefficient);
    for (let field: usize = 8; field < 40; field += 8) store<u64>(this.term + field, 0);
    store<i32>(this.term, coefficient == 1 ? 0 : 1, 24);
    store<i32>(this.term, 40, 28);
    store<i32>(to, load<i32>(to, 40) + 1, 40);
    this.at += 40;
  }

  /** Factors that do not vary along a row come first. */
  factor(from: usize, rowStride: i32, stride: i32): void {
    const to = changetype<usize>(this.bytes) + this.at;
    store<u32>(to, <u32>from);
    store<i32>(to, 0, 4);
    store<i32>(to, 0, 8);
    store<i32>(to, rowStride, 12);
    store<i32>(to, stride, 16);
    const counter: usize = this.term + (stride == 0 ? 16 : 20);
    store<i32>(counter, load<i32>(counter) + 1);
    const kind = load<i32>(this.term, 24);
    store<i32>(this.term, stride == 0 ? kind | 1 : kind + 2, 24);
    store<i32>(this.term, load<i32>(this.term, 28) + 32, 28);
    this.at += 32;
  }
}

function run<T extends number>(program: Program, length: i32): void {
  const scratch = new StaticArray<u8>(<i32>termsScratch<T>(length));
  terms<T>(changetype<usize>(program.bytes), changetype<usize>(scratch));
}

/**
 * out_ij = ½ a_ij b_ji u_i v_j + u_i + 2 a_ij a_ij a_ij b_ij v_j, in a matrix with a gap behind each row: plain,
 * transposed, constant and five varying factors. The number of elements that differ from a plain loop.
 */
function matrixDifferences<T extends number>(n: i32, accumulate: bool): i32 {
  const ld = n + 2;
  const a = noise<T>(n * ld, 1);
  const b = noise<T>(n * ld, 2);
  const u = noise<T>(n, 3);
  const v = noise<T>(n, 4);
  const out = noise<T>(n * ld, 5);
  const want = noise<T>(n * ld, 5);
  const program = new Program(n, n, pointer<T>(out), ld, 1, accumulate);
  program.startTerm(0.5);
  program.factor(pointer<T>(u), 1, 0);
  program.factor(pointer<T>(a), ld, 1);
  program.factor(pointer<T>(b), 1, ld);
  program.factor(pointer<T>(v), 0, 1);
  program.startTerm(1);
  program.factor(pointer<T>(u), 1, 0);
  program.startTerm(2);
  for (let f = 0; f < 3; f++) program.factor(pointer<T>(a), ld, 1);
  program.factor(pointer<T>(b), ld, 1);
  program.factor(pointer<T>(v), 0, 1);
  run<T>(program, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const aij = a[i * ld + j];
      const first = <T>(<T>(<T>(<T>(<T>0.5 * u[i]) * aij) * b[j * ld + i]) * v[j]);
      const cube = <T>(<T>(<T>(<T>2 * aij) * aij) * aij);
      const third = <T>(<T>(cube * b[i * ld + j]) * v[j]);
      const start = accumulate ? <T>(want[i * ld + j] + first) : first;
      want[i * ld + j] = <T>(<T>(start + u[i]) + third);
    }
  }
  return count<T>(out, want);
}

function count<T extends number>(got: StaticArray<T>, want: StaticArray<T>): i32 {
  let different = 0;
  for (let i = 0; i < got.length; i++) if (got[i] != want[i]) different++;
  return different;
}

/** out_ij = Σ_t t·b_ji for t from 1 to 6, more than are copied in tiles, and 20 times c at 2i + 2n·j, more than fit as copies. */
function acrossDifferences<T extends number>(n: i32): i32 {
  const b = noise<T>(n * n, 1);
  const c = noise<T>(2 * n * n, 2);
  const out = noise<T>(n * n, 3);
  const want = noise<T>(n * n, 3);
  const program = new Program(n, n, pointer<T>(out), n, 1, false);
  for (let t = 1; t <= 6; t++) {
    program.startTerm(<f64>t);
    program.factor(pointer<T>(b), 1, n);
  }
  for (let t = 0; t < 20; t++) {
    program.startTerm(1);
    program.factor(pointer<T>(c), 2, 2 * n);
  }
  run<T>(program, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = b[j * n + i];
      for (let t = 2; t <= 6; t++) sum = <T>(sum + <T>(<T>t * b[j * n + i]));
      for (let t = 0; t < 20; t++) sum = <T>(sum + c[2 * i + 2 * n * j]);
      want[i * n + j] = sum;
    }
  }
  return count<T>(out, want);
}

/** out_i = Σ_j a_ij v_j against four interleaved sums; with stride 0 all of them added up in out_0. */
function productDifferences<T extends number>(n: i32, accumulate: bool, stride: i32): i32 {
  const a = noise<T>(n * n, 1);
  const v = noise<T>(n, 2);
  const out = noise<T>(n, 3);
  const want = noise<T>(n, 3);
  const program = new Program(n, n, pointer<T>(out), stride, 0, accumulate);
  program.startTerm(1);
  program.factor(pointer<T>(a), n, 1);
  program.factor(pointer<T>(v), 0, 1);
  run<T>(program, n);
  for (let i = 0; i < n; i++) {
    const lanes = new StaticArray<T>(4);
    for (let j = 0; j < (n & ~3); j++) lanes[j & 3] = <T>(lanes[j & 3] + <T>(a[i * n + j] * v[j]));
    let total = <T>(<T>(lanes[0] + lanes[1]) + <T>(lanes[2] + lanes[3]));
    for (let j = n & ~3; j < n; j++) total = <T>(total + <T>(a[i * n + j] * v[j]));
    const onto = accumulate || (stride == 0 && i > 0);
    want[i * stride] = onto ? <T>(want[i * stride] + total) : total;
  }
  return count<T>(out, want);
}

/** out_j = Σ_i a_ij, the outer axis summed in rising order; every second element of out. */
function columnDifferences<T extends number>(n: i32): i32 {
  const a = noise<T>(n * n, 1);
  const out = noise<T>(2 * n, 2);
  const want = noise<T>(2 * n, 2);
  const program = new Program(n, n, pointer<T>(out), 0, 2, false);
  program.startTerm(1);
  program.factor(pointer<T>(a), n, 1);
  run<T>(program, n);
  for (let j = 0; j < n; j++) {
    want[2 * j] = a[j];
    for (let i = 1; i < n; i++) want[2 * j] = <T>(want[2 * j] + a[i * n + j]);
  }
  return count<T>(out, want);
}

/** No terms: zeros on a diagonal, and nothing elsewhere. */
function zeroDifferences<T extends number>(n: i32): i32 {
  const out = noise<T>(n * n, 1);
  const want = noise<T>(n * n, 1);
  run<T>(new Program(1, n, pointer<T>(out), 1, n + 1, false), n);
  for (let i = 0; i < n; i++) want[i * n + i] = <T>0;
  return count<T>(out, want);
}

function allDifferences<T extends number>(): i32 {
  let found = 0;
  for (let s = 0; s < SIZES.length; s++) {
    const n = SIZES[s];
    found += matrixDifferences<T>(n, false) + matrixDifferences<T>(n, true);
    found += productDifferences<T>(n, false, 1) + productDifferences<T>(n, true, 1);
    found += productDifferences<T>(n, false, 0) + productDifferences<T>(n, true, 0);
    found += columnDifferences<T>(n) + zeroDifferences<T>(n) + acrossDifferences<T>(n);
  }
  return found;
}

describe("terms", () => {
  it("f64 equals plain loops to the bit at odd sizes and strides", () => {
    expect(allDifferences<f64>()).toBe(0);
  });
  it("f32 equals plain loops to the bit at odd sizes and strides", () => {
    expect(allDifferences<f32>()).toBe(0);
  });
});
