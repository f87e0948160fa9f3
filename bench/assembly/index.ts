export { tile4x2_f32, tile4x2_f64, tile5x2_f32, tile5x2_f64 } from "./limit";
export { sum_f32, sum_f64 } from "./stream";

export function heapBase(): usize {
  return __heap_base;
}
