import { floorVariance, passVariance } from "../../assembly/variance";
import { pointer } from "./support/arrays";

const FAR: f64 = 10;

/** Counts of low, negative, not finite, far and cancelled entries; the largest variance, mean and noise. */
function report<T extends number>(
  values: StaticArray<T>,
  stride: i32,
  noise: StaticArray<T> | null,
  mean: StaticArray<T>,
  out: StaticArray<T>,
): StaticArray<f64> {
  const found = new StaticArray<f64>(6);
  const to = changetype<usize>(found);
  const bound: usize = noise ? pointer<T>(noise) : 0;
  const from = pointer<T>(values);
  floorVariance<T>(out.length, pointer<T>(mean), from, stride, bound, FAR, pointer<T>(out), to);
  const read = new StaticArray<f64>(8);
  for (let i = 0; i < 5; i++) read[i] = <f64>load<i32>(to + ((<usize>i) << 2));
  for (let i = 5; i < 8; i++) read[i] = found[i - 2];
  return read;
}

describe("floorVariance", () => {
  it("takes for none what is at most its noise, along a stride, and counts what is odd", () => {
    const values: StaticArray<f64> = [1, 9, 0.125, 9, -2, 9, 4, 9, -0.25, 9, 4, 9, 0, 9, 4];
    const noise: StaticArray<f64> = [0.25, 0.25, 0.25, 0.25, 0.25, -1, 0, 0];
    const mean: StaticArray<f64> = [10, 100, -100, -20, 0, 20.001, 5, -81];
    const out = new StaticArray<f64>(8);
    expect(report<f64>(values, 2, noise, mean, out)).toStrictEqual([4, 1, 0, 2, 3, 4, 40.5, 0.25]);
    expect(out).toStrictEqual([1, 0, 0, 4, 0, 4, 0, 4]);
  });
  it("takes for none what is zero or negative where there is no noise", () => {
    const values: StaticArray<f32> = [0, -0.5, 1e-38];
    const out: StaticArray<f32> = [9, 9, 9];
    expect(report<f32>(values, 1, null, [0, 0, 0], out)).toStrictEqual([
      2,
      1,
      0,
      0,
      0,
      <f64>(<f32>1e-38),
      0,
      0,
    ]);
    expect(out).toStrictEqual([0, 0, 1e-38]);
  });
  it("lets NaN and infinity through and counts them", () => {
    const values: StaticArray<f32> = [NaN, 1, Infinity];
    const out = new StaticArray<f32>(3);
    expect(report<f32>(values, 1, null, [0, 0, 0], out)[2]).toBe(2);
    expect(isNaN(out[0])).toBe(true);
    expect(out[1]).toBe(1);
    expect(out[2]).toBe(<f32>Infinity);
  });
});

describe("passVariance", () => {
  it("passes on what belongs to variances above their noise, along a stride", () => {
    const variance: StaticArray<f32> = [1, 9, 0.125, 9, -2, 9, 0.5, 9, NaN];
    const noise: StaticArray<f32> = [0.25, 0.25, 0.25, 0.25, 0.25];
    const given: StaticArray<f32> = [3, 4, 5, 6, 7];
    const out: StaticArray<f32> = [-1, -1, -1, -1, -1];
    passVariance<f32>(
      5,
      pointer<f32>(variance),
      2,
      pointer<f32>(noise),
      pointer<f32>(given),
      pointer<f32>(out),
    );
    expect(out).toStrictEqual([3, 0, 0, 6, 7]);
  });
});
