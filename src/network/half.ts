/** IEEE binary16 (little-endian bytes) widened to f32; every value is exact. */
export function widenF16(bytes: Uint8Array): Float32Array {
  const result = new Float32Array(bytes.length / 2);
  const bits = new Uint32Array(result.buffer);
  for (let i = 0; i < result.length; i++) {
    const half = bytes[2 * i]! | (bytes[2 * i + 1]! << 8);
    const sign = (half & 0x8000) << 16;
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    if (exponent === 0) {
      // Subnormal: a whole multiple of 2^-24, which f32 holds as a normal number.
      result[i] = (sign ? -1 : 1) * fraction * 5.9604644775390625e-8;
    } else {
      // The exponent bias is 15 in binary16, 127 in f32; infinities and NaN keep an exponent of all ones.
      const wide = exponent === 31 ? 255 : exponent + 112;
      bits[i] = sign | (wide << 23) | (fraction << 13);
    }
  }
  return result;
}

/** bfloat16 (little-endian bytes) widened to f32: it is f32's upper half. */
export function widenBF16(bytes: Uint8Array): Float32Array {
  const bits = new Uint32Array(bytes.length / 2);
  for (let i = 0; i < bits.length; i++) bits[i] = (bytes[2 * i]! << 16) | (bytes[2 * i + 1]! << 24);
  return new Float32Array(bits.buffer);
}
