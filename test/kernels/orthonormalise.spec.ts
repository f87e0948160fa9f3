import { orthonormalise } from "../../assembly/orthonormalise";
import { noise, pointer } from "./support/arrays";

/** Elements between one row's end and the next one's start. */
const GAP: i32 = 3;

function run<T extends number>(rows: i32, n: i32, from: StaticArray<T>): StaticArray<T> {
  const q = new StaticArray<T>(rows * n);
  orthonormalise<T>(rows, n, pointer<T>(from), n + GAP, pointer<T>(q));
  return q;
}

/** The largest |q_i · q_j − [i = j]|; NaN if there is one. */
function worst<T extends number>(rows: i32, n: i32, q: StaticArray<T>): f64 {
  let most: f64 = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum: f64 = i == j ? -1 : 0;
      for (let x = 0; x < n; x++) sum += <f64>q[i * n + x] * <f64>q[j * n + x];
      if (!(abs(sum) <= most)) most = abs(sum);
    }
  }
  return most;
}

/** How far row k is from the span of the first `rows` rows of q, over its own length. */
function outside<T extends number>(rows: i32, n: i32, q: StaticArray<T>, from: StaticArray<T>, k: i32): f64 {
  let all: f64 = 0;
  for (let x = 0; x < n; x++) all += <f64>from[k * (n + GAP) + x] * <f64>from[k * (n + GAP) + x];
  let left = all;
  for (let i = 0; i < rows; i++) {
    let part: f64 = 0;
    for (let x = 0; x < n; x++) part += <f64>q[i * n + x] * <f64>from[k * (n + GAP) + x];
    left -= part * part;
  }
  return sqrt(max(left, 0) / all);
}

function orthonormal<T extends number>(tolerance: f64): void {
  const sizes: StaticArray<i32> = [1, 2, 3, 5, 17, 64];
  for (let s = 0; s < sizes.length; s++) {
    const n = sizes[s];
    for (let rows = 1; rows <= n; rows = rows * 2 + 1) {
      const from = noise<T>(rows * (n + GAP), n);
      const q = run<T>(rows, n, from);
      expect(worst<T>(rows, n, q)).toBeLessThan(tolerance);
      for (let k = 0; k < rows; k++) expect(outside<T>(k + 1, n, q, from, k)).toBeLessThan(sqrt(tolerance));
    }
  }
}

describe("orthonormalise", () => {
  it("gives orthonormal rows, the first k of which span the first k given", () => {
    orthonormal<f64>(1e-13);
    orthonormal<f32>(1e-5);
  });
  it("is exact where the arithmetic is", () => {
    const from: StaticArray<f64> = [0, 4, 0, 0, 7, 7, 7, 2, 2, 0, 0, 7, 7, 7];
    expect(run<f64>(2, 4, from)).toStrictEqual([0, 1, 0, 0, 1, 0, 0, 0]);
  });
  it("puts the unit vector of the emptiest column for rows that others span, zeros and repeats", () => {
    const from: StaticArray<f64> = [0, 0, 0, 7, 7, 7, 0, 3, 0, 7, 7, 7, 0, -6, 0, 7, 7, 7];
    expect(run<f64>(3, 3, from)).toStrictEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  });
  it("keeps rows orthonormal that nearly coincide", () => {
    const n = 33;
    const from = noise<f32>(8 * (n + GAP), 1);
    for (let k = 1; k < 8; k++) {
      for (let x = 0; x < n; x++) {
        from[k * (n + GAP) + x] = from[x] + <f32>1e-6 * from[k * (n + GAP) + x];
      }
    }
    expect(worst<f32>(8, n, run<f32>(8, n, from))).toBeLessThan(1e-5);
  });
  it("does not depend on the rows' scale, from 1e-30 to 1e30", () => {
    const from = noise<f32>(4 * (9 + GAP), 2);
    const plain = run<f32>(4, 9, from);
    for (let x = 0; x < 9 + GAP; x++) {
      from[x] *= <f32>Math.pow(2, 100);
      from[9 + GAP + x] *= <f32>Math.pow(2, -100);
    }
    expect(run<f32>(4, 9, from)).toStrictEqual(plain);
  });
});
