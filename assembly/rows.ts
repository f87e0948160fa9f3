export function fillRow<T extends number>(out: usize, value: T, length: i32): void {
  for (let x = 0; x < length; x++) store<T>(out + <usize>x * sizeof<T>(), value);
}

export function gather<T extends number>(from: usize, to: usize, length: i32, stride: i32): void {
  const step = <usize>stride * sizeof<T>();
  for (let x = 0; x < length; x++) {
    store<T>(to + <usize>x * sizeof<T>(), load<T>(from));
    from += step;
  }
}

export function scatter<T extends number>(
  from: usize,
  to: usize,
  length: i32,
  stride: i32,
  accumulate: bool,
): void {
  const step = <usize>stride * sizeof<T>();
  for (let x = 0; x < length; x++) {
    const value = load<T>(from + <usize>x * sizeof<T>());
    store<T>(to, accumulate ? load<T>(to) + value : value);
    to += step;
  }
}

/** Four interleaved partial sums, (0 + 1) + (2 + 3), then the elements left over one by one. */
export function sumRow<T extends number>(from: usize, length: i32): T {
  const size = sizeof<T>();
  const whole = length & ~3;
  const end = from + <usize>whole * size;
  let low = v128.splat<T>(<T>0);
  let high = low;
  for (let at = from; at < end; at += 4 * size) {
    low = v128.add<T>(low, v128.load(at));
    if (size == 8) high = v128.add<T>(high, v128.load(at, 16));
  }
  let total = sumLanes<T>(low, high);
  for (let x = whole; x < length; x++) total = <T>(total + load<T>(from + <usize>x * size));
  return total;
}

/** (0 + 1) + (2 + 3) of four lanes: f32 in `low` alone, f64 in `low` and `high`. */
export function sumLanes<T extends number>(low: v128, high: v128): T {
  if (sizeof<T>() == 4) {
    const s01 = v128.extract_lane<f32>(low, 0) + v128.extract_lane<f32>(low, 1);
    const s23 = v128.extract_lane<f32>(low, 2) + v128.extract_lane<f32>(low, 3);
    return <T>(s01 + s23);
  }
  const s01 = v128.extract_lane<f64>(low, 0) + v128.extract_lane<f64>(low, 1);
  const s23 = v128.extract_lane<f64>(high, 0) + v128.extract_lane<f64>(high, 1);
  return <T>(s01 + s23);
}

export function putSum<T extends number>(out: usize, sum: T, accumulate: bool): void {
  store<T>(out, accumulate ? load<T>(out) + sum : sum);
}
