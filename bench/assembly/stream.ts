/** Numbers that one step of a sum takes: eight vectors, so that additions do not wait for each other. */
function step<T extends number>(): i32 {
  return 128 / sizeof<T>();
}

/** The sum of `count` numbers, a multiple of 32: as little as can be done with numbers that are all read once. */
function sum<T extends number>(count: i32, a: usize): T {
  const zero = v128.splat<T>(<T>0);
  let s0 = zero,
    s1 = zero,
    s2 = zero,
    s3 = zero,
    s4 = zero,
    s5 = zero,
    s6 = zero,
    s7 = zero;
  for (let i = 0; i < count; i += step<T>(), a += 128) {
    s0 = v128.add<T>(s0, v128.load(a));
    s1 = v128.add<T>(s1, v128.load(a, 16));
    s2 = v128.add<T>(s2, v128.load(a, 32));
    s3 = v128.add<T>(s3, v128.load(a, 48));
    s4 = v128.add<T>(s4, v128.load(a, 64));
    s5 = v128.add<T>(s5, v128.load(a, 80));
    s6 = v128.add<T>(s6, v128.load(a, 96));
    s7 = v128.add<T>(s7, v128.load(a, 112));
  }
  s0 = v128.add<T>(v128.add<T>(s0, s1), v128.add<T>(s2, s3));
  s4 = v128.add<T>(v128.add<T>(s4, s5), v128.add<T>(s6, s7));
  return v128.extract_lane<T>(v128.add<T>(s0, s4), 0);
}

export function sum_f32(count: i32, a: usize): f32 {
  return sum<f32>(count, a);
}

export function sum_f64(count: i32, a: usize): f64 {
  return sum<f64>(count, a);
}
