import { gemm, gemmWorkspace } from "./gemm";

export function heapBase(): usize {
  return __heap_base;
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
