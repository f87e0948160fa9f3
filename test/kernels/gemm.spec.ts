import { gemm, gemmWorkspace, KC } from "../../assembly/gemm";
import { mirror } from "../../assembly/mirror";
import { firstDifference, noise, pointer } from "./support/arrays";

const SIZES: StaticArray<i32> = [1, 3, 5, 17, 63];
/** Elements left free behind each row, to see that strides are honoured and nothing else is written. */
const GAP: i32 = 3;

/** The kernel's plain twin: the same inner blocks, one element after the other. */
function plain<T extends number>(
  m: i32,
  n: i32,
  k: i32,
  a: StaticArray<T>,
  rsa: i32,
  csa: i32,
  b: StaticArray<T>,
  rsb: i32,
  csb: i32,
  c: StaticArray<T>,
  ldc: i32,
  accumulate: bool,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let total: T = accumulate ? c[i * ldc + j] : <T>0;
      for (let start = 0; start < k; start += KC) {
        let block: T = <T>0;
        for (let p = start; p < min(k, start + KC); p++) {
          block = <T>(block + <T>(a[i * rsa + p * csa] * b[p * rsb + j * csb]));
        }
        total = start == 0 && !accumulate ? block : <T>(total + block);
      }
      c[i * ldc + j] = total;
    }
  }
}

/** The first element in which kernel and twin differ, −1 if they agree everywhere, gaps included. */
function compare<T extends number>(
  m: i32,
  n: i32,
  k: i32,
  transA: bool,
  transB: bool,
  accumulate: bool,
): i32 {
  const lda = (transA ? m : k) + GAP;
  const ldb = (transB ? k : n) + GAP;
  const ldc = n + GAP;
  const a = noise<T>((transA ? k : m) * lda, 1);
  const b = noise<T>((transB ? n : k) * ldb, 2);
  const got = noise<T>(m * ldc, 3);
  const want = noise<T>(m * ldc, 3);
  const workspace = new StaticArray<u8>(gemmWorkspace<T>(m, n, k));
  const rsa = transA ? 1 : lda;
  const csa = transA ? lda : 1;
  const rsb = transB ? 1 : ldb;
  const csb = transB ? ldb : 1;
  const to = pointer<T>(got);
  gemm<T>(
    m,
    n,
    k,
    pointer<T>(a),
    rsa,
    csa,
    pointer<T>(b),
    rsb,
    csb,
    to,
    ldc,
    accumulate,
    -1,
    pointer<u8>(workspace),
  );
  plain<T>(m, n, k, a, rsa, csa, b, rsb, csb, want, ldc, accumulate);
  return firstDifference<T>(got, want);
}

function differences<T extends number>(): i32 {
  let found = 0;
  for (let x = 0; x < SIZES.length; x++) {
    for (let y = 0; y < SIZES.length; y++) {
      for (let z = 0; z < SIZES.length; z++) {
        for (let flags = 0; flags < 8; flags++) {
          const at = compare<T>(
            SIZES[x],
            SIZES[y],
            SIZES[z],
            (flags & 1) > 0,
            (flags & 2) > 0,
            (flags & 4) > 0,
          );
          if (at >= 0) found++;
        }
      }
    }
  }
  return found;
}

/** Where a symmetric product differs from the full one: its triangle is computed and mirrored, `band` rows at a time. */
function symmetricDifferences<T extends number>(n: i32, k: i32, band: i32): i32 {
  const a = noise<T>(n * k, 4);
  const full = noise<T>(n * n, 5);
  const half = noise<T>(n * n, 6);
  const space = new StaticArray<u8>(gemmWorkspace<T>(n, n, k));
  const from = pointer<T>(a);
  gemm<T>(n, n, k, from, k, 1, from, 1, k, pointer<T>(full), n, false, -1, pointer<u8>(space));
  for (let first = 0; first < n; first += band) {
    const rows = min(band, n - first);
    const c = pointer<T>(half) + <usize>(first * n) * sizeof<T>();
    const a = from + <usize>(first * k) * sizeof<T>();
    gemm<T>(rows, first + rows, k, a, k, 1, from, 1, k, c, n, false, first, pointer<u8>(space));
    mirror<T>(first, first + rows, pointer<T>(half), n);
  }
  return firstDifference<T>(full, half);
}

/** Whether the triangle form writes nothing into blocks above the diagonal. */
function leavesUpperBlocks<T extends number>(n: i32): bool {
  const a = noise<T>(n * n, 7);
  const c = noise<T>(n * n, 8);
  const before = noise<T>(n * n, 8);
  const space = new StaticArray<u8>(gemmWorkspace<T>(n, n, n));
  const from = pointer<T>(a);
  gemm<T>(n, n, n, from, n, 1, from, 1, n, pointer<T>(c), n, false, 0, pointer<u8>(space));
  for (let i = 0; i < n; i++) {
    for (let j = (i / 8 + 1) * 8; j < n; j++) if (c[i * n + j] != before[i * n + j]) return false;
  }
  return true;
}

describe("gemm", () => {
  it("f64 equals its plain twin to the bit: odd sizes, transposes, accumulation, gaps between rows", () => {
    expect(differences<f64>()).toBe(0);
  });
  it("f32 equals its plain twin to the bit", () => {
    expect(differences<f32>()).toBe(0);
  });
  it("agrees beyond its packed blocks", () => {
    expect(compare<f64>(131, 9, 259, false, true, false)).toBe(-1);
    expect(compare<f32>(131, 9, 517, true, false, true)).toBe(-1);
    expect(compare<f32>(3, 1030, 5, false, false, true)).toBe(-1);
    expect(compare<f64>(5, 1027, 3, true, true, false)).toBe(-1);
  });
  it("a triangle and its mirror image equal the full symmetric product", () => {
    for (let s = 0; s < SIZES.length; s++) {
      expect(symmetricDifferences<f64>(SIZES[s], 17, 8)).toBe(-1);
      expect(symmetricDifferences<f32>(SIZES[s], 17, SIZES[s] + 8)).toBe(-1);
    }
    expect(symmetricDifferences<f64>(150, 300, 72)).toBe(-1);
    expect(symmetricDifferences<f32>(150, 300, 24)).toBe(-1);
    expect(symmetricDifferences<f32>(1030, 3, 1030)).toBe(-1);
  });
  it("the triangle form leaves out the blocks above the diagonal", () => {
    expect(leavesUpperBlocks<f64>(63)).toBe(true);
    expect(leavesUpperBlocks<f32>(63)).toBe(true);
    expect(leavesUpperBlocks<f32>(140)).toBe(true);
  });
});
