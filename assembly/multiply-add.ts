/**
 * sum + x·y in each lane: rounded twice, so that every machine gives the same bits. The relaxed build
 * (`--enable relaxed-simd`) lets the machine round once where that is faster, as fused multiply-add does.
 */
export function multiplyAdd<T extends number>(sum: v128, x: v128, y: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(x, y, sum);
  return v128.add<T>(sum, v128.mul<T>(x, y));
}
