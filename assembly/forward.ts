/**
 * What follows a layer's matrix product on a block of samples, in place: z[i·ld + c] ← φ(z + bias_i), for
 * neuron i and sample c. A new piecewise or polynomial activation is a code, a line in `activate` and a function
 * of one vector; smooth ones follow as a pass of their own (smooth.ts).
 */

export const IDENTITY: i32 = 0;
export const RELU: i32 = 1;
/** parameters: positive, negative, of positive·relu(z) + negative·relu(−z) */
export const TWO_SIDED: i32 = 2;
/** parameters: below, above, of z > 0 ? above : below */
export const STEP: i32 = 3;
/** parameters: the degree d, then c_0 … c_d of Σ_j c_j z^j */
export const POLYNOMIAL: i32 = 4;

/**
 * Adds the bias (none at pointer 0) and applies the activation; true if every φ's argument was finite. ReLU
 * would hide an overflow to −∞, so it is looked for here. `parameters`, doubles, only where the code has some.
 */
export function forward<T extends number>(
  rows: i32,
  columns: i32,
  z: usize,
  ld: i32,
  bias: usize,
  activation: i32,
  parameters: usize,
): bool {
  let poison = v128.splat<T>(<T>0);
  for (let i = 0; i < rows; i++) {
    const row = z + <usize>i * <usize>ld * sizeof<T>();
    const b = v128.splat<T>(bias ? load<T>(bias + <usize>i * sizeof<T>()) : <T>0);
    poison = v128.or(poison, forwardRow<T>(row, columns, b, activation, parameters));
  }
  return !v128.any_true(poison);
}

/** One row; some bit of what it gives is set if an argument was not finite. The commonest have loops of their own. */
function forwardRow<T extends number>(
  row: usize,
  columns: i32,
  bias: v128,
  activation: i32,
  parameters: usize,
): v128 {
  const end = row + <usize>(columns & -(<i32>(16 / sizeof<T>()))) * sizeof<T>();
  let poison = v128.splat<T>(<T>0);
  let at = row;
  if (activation == RELU) {
    for (; at < end; at += 16) {
      const x = v128.add<T>(v128.load(at), bias);
      poison = v128.or(poison, unlessFinite<T>(x));
      v128.store(at, relu<T>(x));
    }
  } else if (activation == IDENTITY) {
    for (; at < end; at += 16) {
      const x = v128.add<T>(v128.load(at), bias);
      poison = v128.or(poison, unlessFinite<T>(x));
      v128.store(at, x);
    }
  } else {
    for (; at < end; at += 16) {
      const x = v128.add<T>(v128.load(at), bias);
      poison = v128.or(poison, unlessFinite<T>(x));
      v128.store(at, activate<T>(x, activation, parameters));
    }
  }
  for (; at < row + <usize>columns * sizeof<T>(); at += sizeof<T>()) {
    const x = v128.add<T>(v128.load_splat<T>(at), bias);
    poison = v128.or(poison, unlessFinite<T>(x));
    store<T>(at, v128.extract_lane<T>(activate<T>(x, activation, parameters), 0));
  }
  return poison;
}

/** +0, no bit set, where x is finite; not a number elsewhere. */
function unlessFinite<T extends number>(x: v128): v128 {
  return v128.sub<T>(x, x);
}

function activate<T extends number>(x: v128, activation: i32, parameters: usize): v128 {
  if (activation == RELU) return relu<T>(x);
  if (activation == TWO_SIDED) return twoSided<T>(x, parameters);
  if (activation == STEP) return heaviside<T>(x, parameters);
  if (activation == POLYNOMIAL) return polynomial<T>(x, parameters);
  return x;
}

/** x < 0 ? 0 : x; a single instruction on x86, which `max` is not. Not-a-number passes through. */
function relu<T extends number>(x: v128): v128 {
  return v128.pmax<T>(x, v128.splat<T>(<T>0));
}

function twoSided<T extends number>(x: v128, parameters: usize): v128 {
  const right = v128.mul<T>(x, parameter<T>(parameters, 0));
  const left = v128.mul<T>(v128.neg<T>(x), parameter<T>(parameters, 1));
  return v128.bitselect(left, right, v128.lt<T>(x, v128.splat<T>(<T>0)));
}

function heaviside<T extends number>(x: v128, parameters: usize): v128 {
  const isAbove = v128.gt<T>(x, v128.splat<T>(<T>0));
  return v128.bitselect(parameter<T>(parameters, 1), parameter<T>(parameters, 0), isAbove);
}

/** Horner's scheme. */
function polynomial<T extends number>(x: v128, parameters: usize): v128 {
  const degree = <i32>load<f64>(parameters);
  let sum = parameter<T>(parameters, degree + 1);
  for (let j = degree; j > 0; j--) sum = v128.add<T>(v128.mul<T>(sum, x), parameter<T>(parameters, j));
  return sum;
}

function parameter<T extends number>(parameters: usize, index: i32): v128 {
  return v128.splat<T>(<T>load<f64>(parameters + <usize>index * 8));
}

/** to[i·ld + c] = −from[i·ld + c]. */
export function negate<T extends number>(rows: i32, columns: i32, from: usize, to: usize, ld: i32): void {
  const lanes = <i32>(16 / sizeof<T>());
  const whole = columns & -lanes;
  for (let i = 0; i < rows; i++) {
    const offset = <usize>i * <usize>ld * sizeof<T>();
    for (let c = 0; c < whole; c += lanes) {
      const at = offset + <usize>c * sizeof<T>();
      v128.store(to + at, v128.neg<T>(v128.load(from + at)));
    }
    for (let c = whole; c < columns; c++) {
      const at = offset + <usize>c * sizeof<T>();
      store<T>(to + at, -load<T>(from + at));
    }
  }
}

export function forward_f32(
  rows: i32,
  columns: i32,
  z: usize,
  ld: i32,
  bias: usize,
  activation: i32,
  parameters: usize,
): bool {
  return forward<f32>(rows, columns, z, ld, bias, activation, parameters);
}
export function forward_f64(
  rows: i32,
  columns: i32,
  z: usize,
  ld: i32,
  bias: usize,
  activation: i32,
  parameters: usize,
): bool {
  return forward<f64>(rows, columns, z, ld, bias, activation, parameters);
}
export function negate_f32(rows: i32, columns: i32, from: usize, to: usize, ld: i32): void {
  negate<f32>(rows, columns, from, to, ld);
}
export function negate_f64(rows: i32, columns: i32, from: usize, to: usize, ld: i32): void {
  negate<f64>(rows, columns, from, to, ld);
}
