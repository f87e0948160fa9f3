import { floorVariance } from "../../assembly/variance";
import { pointer } from "./support/arrays";

function counts<T extends number>(
  values: StaticArray<T>,
  stride: i32,
  out: StaticArray<T>,
): StaticArray<i32> {
  const found = new StaticArray<i32>(3);
  floorVariance<T>(out.length, pointer<T>(values), stride, 0.25, pointer<T>(out), changetype<usize>(found));
  return found;
}

describe("floorVariance", () => {
  it("raises low entries along a stride and counts low, negative and non-finite ones", () => {
    const values: StaticArray<f64> = [1, 9, 0.125, 9, -2, 9, Infinity, 9, -0.25];
    const out = new StaticArray<f64>(5);
    expect(counts<f64>(values, 2, out)).toStrictEqual([3, 1, 1]);
    expect(out).toStrictEqual([1, 0.25, 0.25, Infinity, 0.25]);
  });
  it("lets NaN through and counts it", () => {
    const values: StaticArray<f32> = [NaN, 1];
    const out = new StaticArray<f32>(2);
    expect(counts<f32>(values, 1, out)).toStrictEqual([0, 0, 1]);
    expect(isNaN(out[0])).toBe(true);
    expect(out[1]).toBe(1);
  });
});
