/**
 * General matrix product, C = A·B or C += A·B, any strides, in the order of Goto & van de Geijn
 * ("Anatomy of high-performance matrix multiplication", 2008).
 *
 *   A is m×k, cut into blocks of MC×KC and packed as panels of MR rows:    panel[p·MR + i] = A[i, p]
 *   B is k×n, cut into blocks of KC×NC and packed as panels of NR columns: panel[p·NR + j] = B[p, j]
 *   micro-kernel: MR×NR accumulators stay in 8 registers while p runs over the block
 *
 *          n                 KC                NC
 *      ┌───────┐          ┌──────┐         ┌─┬─┬─┬─┐
 *    m │   C   │  +=   MC │≡≡≡≡≡≡│ MR  ×   │ │ │ │ │ KC
 *      └───────┘          └──────┘         └─┴─┴─┴─┘
 *                                           NR
 *
 * One element of C is `Σ_blocks (Σ_{p in block} a·b)`, each sum in rising p from zero: its bits depend on
 * KC alone, not on m, n, the strides, the position in C or who computes which part. That holds in the relaxed build
 * (multiply-add.ts) on any one machine.
 */

import { multiplyAdd } from "./multiply-add";
import { offset } from "./offset";
import { packPanels } from "./pack";

/** Rows of a register tile. */
const MR: i32 = 4;
/** Rows of A packed at a time: an MC×KC block of f64 is 256 KiB, a part of the second-level cache. */
const MC: i32 = 128;
/** Length of the inner sums: a KC×NR panel of B, 8 KiB, stays in the first-level cache. */
export const KC: i32 = 256;
/** Columns of B packed at a time. */
const NC: i32 = 1024;
/** Columns of a register tile: two vectors. */
function nr<T extends number>(): i32 {
  return 32 / sizeof<T>();
}
/** The triangle form leaves out whole square blocks of this size, the same for f32 and f64. */
const TRIANGLE: i32 = 8;

/** Bytes that `gemm` needs for its packed blocks. */
export function gemmWorkspace<T extends number>(m: i32, n: i32, k: i32): i32 {
  const depth = min(k, KC);
  const rows = min(roundUp(m, MR), MC);
  const columns = min(roundUp(n, nr<T>()), NC);
  return depth * (rows + columns) * sizeof<T>();
}

function roundUp(x: i32, step: i32): i32 {
  return ((x + step - 1) / step) * step;
}

/**
 * C (m×n, row stride `ldc`, unit column stride) = A·B, or C += A·B.
 * A[i, p] is at a + i·rsa + p·csa, B[p, j] at b + p·rsb + j·csb (strides in elements).
 * triangle: the row of a symmetric matrix, a multiple of 8, that C begins with; only blocks that reach its lower
 * triangle are computed. −1: all of C is.
 */
export function gemm<T extends number>(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  rsa: i32,
  csa: i32,
  b: usize,
  rsb: i32,
  csb: i32,
  c: usize,
  ldc: i32,
  accumulate: bool,
  triangle: i32,
  workspace: usize,
): void {
  const size = <i32>sizeof<T>();
  const packedB = workspace;
  const packedA = workspace + <usize>(min(k, KC) * min(roundUp(n, nr<T>()), NC) * size);
  for (let jc = 0; jc < n; jc += NC) {
    const nc = min(NC, n - jc);
    for (let pc = 0; pc < k; pc += KC) {
      const kc = min(KC, k - pc);
      packPanels<T>(packedB, b + offset<T>(pc, rsb) + offset<T>(jc, csb), kc, nc, rsb, csb, nr<T>());
      for (let ic = 0; ic < m; ic += MC) {
        const mc = min(MC, m - ic);
        if (triangle >= 0 && !reaches(triangle + ic + mc - 1, jc)) continue;
        packPanels<T>(packedA, a + offset<T>(ic, rsa) + offset<T>(pc, csa), kc, mc, csa, rsa, MR);
        block<T>(
          mc,
          nc,
          kc,
          packedA,
          packedB,
          c + offset<T>(ic, ldc) + offset<T>(jc, 1),
          ldc,
          accumulate || pc > 0,
          triangle >= 0 ? triangle + ic - jc : i32.MAX_VALUE / 2,
        );
      }
    }
  }
}

/** Whether the triangle form needs element (i, j): its block row is at or below its block column. */
function reaches(i: i32, j: i32): bool {
  return i / TRIANGLE >= j / TRIANGLE;
}

/**
 * One packed MC×KC block times one packed KC×NC block, tile by tile: each is MR×NR elements of C, of which those
 * that exist are stored. `below` is the first row minus the first column. The micro-kernel is no function of its own,
 * since V8 unrolls a loop the more the deeper it lies.
 */
function block<T extends number>(
  mc: i32,
  nc: i32,
  kc: i32,
  packedA: usize,
  packedB: usize,
  c: usize,
  ldc: i32,
  accumulate: bool,
  below: i32,
): void {
  const size = sizeof<T>();
  const row = offset<T>(1, ldc);
  for (let jr = 0; jr < nc; jr += nr<T>()) {
    const panelB = packedB + <usize>(jr * kc) * size;
    const columns = min(nr<T>(), nc - jr);
    const column = c + offset<T>(jr, 1);
    const start = max(0, (jr - below) & -TRIANGLE);
    let a = packedA + <usize>(start * kc) * size;
    for (let ir = start; ir < mc; ir += MR) {
      let b = panelB;
      let c00 = v128.splat<T>(<T>0),
        c01 = c00,
        c10 = c00,
        c11 = c00,
        c20 = c00,
        c21 = c00,
        c30 = c00,
        c31 = c00;
      const end = a + <usize>kc * 4 * size;
      while (a < end) {
        const b0 = v128.load(b);
        const b1 = v128.load(b, 16);
        let x = v128.load_splat<T>(a);
        c00 = multiplyAdd<T>(c00, x, b0);
        c01 = multiplyAdd<T>(c01, x, b1);
        x = v128.load_splat<T>(a, sizeof<T>());
        c10 = multiplyAdd<T>(c10, x, b0);
        c11 = multiplyAdd<T>(c11, x, b1);
        x = v128.load_splat<T>(a, 2 * sizeof<T>());
        c20 = multiplyAdd<T>(c20, x, b0);
        c21 = multiplyAdd<T>(c21, x, b1);
        x = v128.load_splat<T>(a, 3 * sizeof<T>());
        c30 = multiplyAdd<T>(c30, x, b0);
        c31 = multiplyAdd<T>(c31, x, b1);
        a += 4 * size;
        b += 32;
      }
      const tile = column + <usize>ir * row;
      const rows = mc - ir;
      if (rows >= MR && columns == nr<T>()) {
        storeWhole<T>(tile, c00, c01, accumulate);
        storeWhole<T>(tile + row, c10, c11, accumulate);
        storeWhole<T>(tile + 2 * row, c20, c21, accumulate);
        storeWhole<T>(tile + 3 * row, c30, c31, accumulate);
      } else {
        storeRow<T>(tile, c00, c01, columns, accumulate);
        if (rows > 1) storeRow<T>(tile + row, c10, c11, columns, accumulate);
        if (rows > 2) storeRow<T>(tile + 2 * row, c20, c21, columns, accumulate);
        if (rows > 3) storeRow<T>(tile + 3 * row, c30, c31, columns, accumulate);
      }
    }
  }
}

function storeWhole<T extends number>(c: usize, left: v128, right: v128, accumulate: bool): void {
  if (accumulate) {
    left = v128.add<T>(v128.load(c), left);
    right = v128.add<T>(v128.load(c, 16), right);
  }
  v128.store(c, left);
  v128.store(c, right, 16);
}

/** A row of a tile that reaches over an edge, of which so many columns exist. */
function storeRow<T extends number>(c: usize, left: v128, right: v128, columns: i32, accumulate: bool): void {
  const lanes = nr<T>() / 2;
  for (let j = 0; j < columns; j++) {
    const half = j < lanes ? left : right;
    const value = laneOf<T>(half, j & (lanes - 1));
    const at = c + <usize>j * sizeof<T>();
    store<T>(at, accumulate ? load<T>(at) + value : value);
  }
}

function laneOf<T extends number>(v: v128, lane: i32): T {
  if (sizeof<T>() == 8) return lane == 0 ? v128.extract_lane<T>(v, 0) : v128.extract_lane<T>(v, 1);
  if (lane == 0) return v128.extract_lane<T>(v, 0);
  if (lane == 1) return v128.extract_lane<T>(v, 1);
  if (lane == 2) return v128.extract_lane<T>(v, sizeof<T>() == 8 ? 0 : 2);
  return v128.extract_lane<T>(v, sizeof<T>() == 8 ? 0 : 3);
}

export function gemm_f32(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  rsa: i32,
  csa: i32,
  b: usize,
  rsb: i32,
  csb: i32,
  c: usize,
  ldc: i32,
  accumulate: bool,
  triangle: i32,
  workspace: usize,
): void {
  gemm<f32>(m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, accumulate, triangle, workspace);
}

export function gemm_f64(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  rsa: i32,
  csa: i32,
  b: usize,
  rsb: i32,
  csb: i32,
  c: usize,
  ldc: i32,
  accumulate: bool,
  triangle: i32,
  workspace: usize,
): void {
  gemm<f64>(m, n, k, a, rsa, csa, b, rsb, csb, c, ldc, accumulate, triangle, workspace);
}

export function gemmWorkspace_f32(m: i32, n: i32, k: i32): i32 {
  return gemmWorkspace<f32>(m, n, k);
}

export function gemmWorkspace_f64(m: i32, n: i32, k: i32): i32 {
  return gemmWorkspace<f64>(m, n, k);
}
