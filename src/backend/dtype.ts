/** The element type that the kernels compute in. */
export type Dtype = "f32" | "f64";

export const DTYPES: readonly Dtype[] = ["f32", "f64"];

export function bytesPerElement(dtype: Dtype): number {
  return dtype === "f32" ? 4 : 8;
}
