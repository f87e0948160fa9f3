/**
 * The limit that products are measured against: bare multiply-add micro-kernels, register tiles of several shapes,
 * on operands that stay in the first-level cache, with no packing and next to no result traffic. What is left is
 * what the engine makes of the multiply and the add.
 *
 *   a: depth × rows, b: depth × (columns vectors), c: the tile, all contiguous
 */

export function tile4x2<T extends number>(depth: i32, a: usize, b: usize, c: usize): void {
  const zero = v128.splat<T>(<T>0);
  let c00 = zero,
    c01 = zero,
    c10 = zero,
    c11 = zero,
    c20 = zero,
    c21 = zero,
    c30 = zero,
    c31 = zero;
  const end = a + <usize>depth * 4 * sizeof<T>();
  for (; a < end; a += 4 * sizeof<T>(), b += 32) {
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
  }
  v128.store(c, v128.add<T>(v128.add<T>(c00, c01), v128.add<T>(c10, c11)));
  v128.store(c, v128.add<T>(v128.add<T>(c20, c21), v128.add<T>(c30, c31)), 16);
}

export function tile5x2<T extends number>(depth: i32, a: usize, b: usize, c: usize): void {
  const zero = v128.splat<T>(<T>0);
  let c00 = zero,
    c01 = zero,
    c10 = zero,
    c11 = zero,
    c20 = zero,
    c21 = zero,
    c30 = zero,
    c31 = zero;
  let c40 = zero,
    c41 = zero;
  const end = a + <usize>depth * 5 * sizeof<T>();
  for (; a < end; a += 5 * sizeof<T>(), b += 32) {
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
    x = v128.load_splat<T>(a, 4 * sizeof<T>());
    c40 = v128.add<T>(c40, v128.mul<T>(x, b0));
    c41 = v128.add<T>(c41, v128.mul<T>(x, b1));
  }
  v128.store(c, v128.add<T>(v128.add<T>(c00, c01), v128.add<T>(c10, v128.add<T>(c11, c40))));
  v128.store(c, v128.add<T>(v128.add<T>(c20, c21), v128.add<T>(c30, v128.add<T>(c31, c41))), 16);
}

/** Repeated in here, so that no call from outside is timed. */
export function tile4x2_f32(times: i32, depth: i32, a: usize, b: usize, c: usize): void {
  for (let i = 0; i < times; i++) tile4x2<f32>(depth, a, b, c);
}

export function tile4x2_f64(times: i32, depth: i32, a: usize, b: usize, c: usize): void {
  for (let i = 0; i < times; i++) tile4x2<f64>(depth, a, b, c);
}

export function tile5x2_f32(times: i32, depth: i32, a: usize, b: usize, c: usize): void {
  for (let i = 0; i < times; i++) tile5x2<f32>(depth, a, b, c);
}

export function tile5x2_f64(times: i32, depth: i32, a: usize, b: usize, c: usize): void {
  for (let i = 0; i < times; i++) tile5x2<f64>(depth, a, b, c);
}
