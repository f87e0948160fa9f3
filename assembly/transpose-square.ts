/** A square of one vector's length, rows `fromRow` and `toRow` bytes apart: to[j, i] = from[i, j]. */
export function transposeSquare<T extends number>(
  from: usize,
  fromRow: usize,
  to: usize,
  toRow: usize,
): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + fromRow);
  if (sizeof<T>() == 8) {
    v128.store(to, i64x2.shuffle(r0, r1, 0, 2));
    v128.store(to + toRow, i64x2.shuffle(r0, r1, 1, 3));
    return;
  }
  const r2 = v128.load(from + 2 * fromRow);
  const r3 = v128.load(from + 3 * fromRow);
  const low01 = i32x4.shuffle(r0, r1, 0, 4, 1, 5);
  const high01 = i32x4.shuffle(r0, r1, 2, 6, 3, 7);
  const low23 = i32x4.shuffle(r2, r3, 0, 4, 1, 5);
  const high23 = i32x4.shuffle(r2, r3, 2, 6, 3, 7);
  v128.store(to, i64x2.shuffle(low01, low23, 0, 2));
  v128.store(to + toRow, i64x2.shuffle(low01, low23, 1, 3));
  v128.store(to + 2 * toRow, i64x2.shuffle(high01, high23, 0, 2));
  v128.store(to + 3 * toRow, i64x2.shuffle(high01, high23, 1, 3));
}
