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
 * KC alone, not on m, n, the strides, the position in C or who computes which part.
 */

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
/** Side of the blocks in which a triangle is mirrored. */
const MIRROR: i32 = 32;

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
 * triangle: only blocks of C that reach the lower triangle are computed (m = n).
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
  triangle: bool,
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
        if (triangle && !reaches(ic + mc - 1, jc)) continue;
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
          triangle ? ic - jc : i32.MAX_VALUE / 2,
        );
      }
    }
  }
}

/** Bytes of `index` strides, which may lie beyond 2 GiB. */
function offset<T extends number>(index: i32, stride: i32): usize {
  return <usize>index * <usize>stride * sizeof<T>();
}

/** Whether the triangle form needs element (i, j): its block row is at or below its block column. */
function reaches(i: i32, j: i32): bool {
  return i / TRIANGLE >= j / TRIANGLE;
}

/** One packed MC×KC block times one packed KC×NC block. `below` is the first row minus the first column. */
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
  const size = <i32>sizeof<T>();
  for (let jr = 0; jr < nc; jr += nr<T>()) {
    const panelB = packedB + <usize>(jr * kc * size);
    const columns = min(nr<T>(), nc - jr);
    const start = max(0, (jr - below) & -TRIANGLE);
    for (let ir = start; ir < mc; ir += MR) {
      const panelA = packedA + <usize>(ir * kc * size);
      micro<T>(
        kc,
        panelA,
        panelB,
        c + offset<T>(ir, ldc) + offset<T>(jr, 1),
        ldc,
        min(MR, mc - ir),
        columns,
        accumulate,
      );
    }
  }
}

/** The register tile: MR×NR elements of C, of which rows×columns exist. */
function micro<T extends number>(
  kc: i32,
  a: usize,
  b: usize,
  c: usize,
  ldc: i32,
  rows: i32,
  columns: i32,
  accumulate: bool,
): void {
  const size = sizeof<T>();
  const zero = v128.splat<T>(<T>0);
  let c00 = zero,
    c01 = zero,
    c10 = zero,
    c11 = zero,
    c20 = zero,
    c21 = zero,
    c30 = zero,
    c31 = zero;
  const end = a + <usize>kc * 4 * size;
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load_splat<T>(a);
    c00 = v128.add<T>(c00, v128.mul<T>(x, b0));
    c01 = v128.add<T>(c01, v128.mul<T>(x, b1));
    x = v128.load_splat<T>(a, sizeof<T>());
    c10 = v128.add<T>(c10, v128.mul<T>(x, b0));
    c11 = v128.add<T>(c11, v128.mul<T>(x, b1));
    x = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = v128.add<T>(c20, v128.mul<T>(x, b0));
    c21 = v128.add<T>(c21, v128.mul<T>(x, b1));
    x = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = v128.add<T>(c30, v128.mul<T>(x, b0));
    c31 = v128.add<T>(c31, v128.mul<T>(x, b1));
    a += 4 * size;
    b += 32;
  }
  storeRow<T>(c, c00, c01, columns, accumulate);
  if (rows > 1) storeRow<T>(c + <usize>ldc * size, c10, c11, columns, accumulate);
  if (rows > 2) storeRow<T>(c + 2 * <usize>ldc * size, c20, c21, columns, accumulate);
  if (rows > 3) storeRow<T>(c + 3 * <usize>ldc * size, c30, c31, columns, accumulate);
}

function storeRow<T extends number>(c: usize, left: v128, right: v128, columns: i32, accumulate: bool): void {
  if (columns == nr<T>()) {
    v128.store(c, accumulate ? v128.add<T>(v128.load(c), left) : left);
    v128.store(c, accumulate ? v128.add<T>(v128.load(c, 16), right) : right, 16);
    return;
  }
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

/**
 * Packs `count` lines of length kc into panels of `width` lines, interleaved, the last one padded with zeros:
 * element p of line l is at from + p·along + l·across.
 */
function packPanels<T extends number>(
  to: usize,
  from: usize,
  kc: i32,
  count: i32,
  along: i32,
  across: i32,
  width: i32,
): void {
  const size = <i32>sizeof<T>();
  for (let first = 0; first < count; first += width) {
    const lines = min(width, count - first);
    const source = from + offset<T>(first, across);
    const panel = to + <usize>(first * kc * size);
    if (across == 1 && lines == width) packUnit<T>(panel, source, kc, along, width);
    else packStrided<T>(panel, source, kc, along, across, width, lines);
  }
}

/** Lines side by side in memory: `width` elements are copied as whole vectors. */
function packUnit<T extends number>(panel: usize, source: usize, kc: i32, along: i32, width: i32): void {
  const bytes = width * <i32>sizeof<T>();
  const step = <usize>(along * <i32>sizeof<T>());
  for (let p = 0; p < kc; p++) {
    v128.store(panel, v128.load(source));
    if (bytes == 32) v128.store(panel, v128.load(source, 16), 16);
    panel += bytes;
    source += step;
  }
}

function packStrided<T extends number>(
  panel: usize,
  source: usize,
  kc: i32,
  along: i32,
  across: i32,
  width: i32,
  lines: i32,
): void {
  const size = <i32>sizeof<T>();
  for (let l = 0; l < width; l++) {
    let to = panel + <usize>(l * size);
    let from = source + offset<T>(l, across);
    for (let p = 0; p < kc; p++) {
      store<T>(to, l < lines ? load<T>(from) : <T>0);
      to += <usize>(width * size);
      from += <usize>(along * size);
    }
  }
}

/** Copies the lower triangle of an n×n matrix to the upper one, in square blocks that fit the first-level cache. */
export function mirror<T extends number>(n: i32, c: usize, ldc: i32): void {
  const size = sizeof<T>();
  const row = <usize>ldc * size;
  for (let ib = 0; ib < n; ib += MIRROR) {
    for (let jb = 0; jb <= ib; jb += MIRROR) {
      for (let i = ib; i < min(ib + MIRROR, n); i++) {
        for (let j = jb; j < min(jb + MIRROR, i); j++) {
          store<T>(c + <usize>j * row + <usize>i * size, load<T>(c + <usize>i * row + <usize>j * size));
        }
      }
    }
  }
}

export function mirror_f32(n: i32, c: usize, ldc: i32): void {
  mirror<f32>(n, c, ldc);
}

export function mirror_f64(n: i32, c: usize, ldc: i32): void {
  mirror<f64>(n, c, ldc);
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
  triangle: bool,
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
  triangle: bool,
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
