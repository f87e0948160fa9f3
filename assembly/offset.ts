/** Bytes of `index` strides, which may lie beyond 2 GiB. */
export function offset<T extends number>(index: i32, stride: i32): usize {
  return <usize>index * <usize>stride * sizeof<T>();
}
