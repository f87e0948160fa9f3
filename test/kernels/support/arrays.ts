/** Numbers between −1 and 1 by a linear congruence, a new array each time. */
export function noise<T extends number>(count: i32, seed: u32): StaticArray<T> {
  const values = new StaticArray<T>(count);
  let state: u32 = seed * 2654435761 + 12345;
  for (let i = 0; i < count; i++) {
    state = state * 1664525 + 1013904223;
    values[i] = <T>(<f64>state / 2147483648.0 - 1.0);
  }
  return values;
}

/** The first place where two arrays differ in their bits' meaning, −1 if nowhere. */
export function firstDifference<T extends number>(a: StaticArray<T>, b: StaticArray<T>): i32 {
  if (a.length != b.length) return 0;
  for (let i = 0; i < a.length; i++) if (a[i] != b[i]) return i;
  return -1;
}

export function pointer<T extends number>(values: StaticArray<T>): usize {
  return changetype<usize>(values);
}
