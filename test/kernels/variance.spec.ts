import { floorVariance, passVariance } from "../../assembly/variance";
import { pointer } from "./support/arrays";

const FLOOR: f64 = 0.25;
const FAR: f64 = 10;

function report<T extends number>(
  values: StaticArray<T>,
  stride: i32,
  mean: StaticArray<T>,
  out: StaticArray<T>,
): StaticArray<f64> {
  const found = new StaticArray<f64>(3);
  const to = changetype<usize>(found);
  floorVariance<T>(out.length, pointer<T>(mean), pointer<T>(values), stride, FLOOR, FAR, pointer<T>(out), to);
  const counts: f64[] = [
    load<i32>(to),
    load<i32>(to, 4),
    load<i32>(to, 8),
    load<i32>(to, 12),
    load<f64>(to, 16),
  ];
  return StaticArray.fromArray<f64>(counts);
}

describe("floorVariance", () => {
  it("raises low entries along a stride and counts low, negative, non-finite and far ones", () => {
    const values: StaticArray<f64> = [1, 9, 0.125, 9, -2, 9, 4, 9, -0.25, 9, 4];
    const mean: StaticArray<f64> = [10, 100, -100, -20, 0, 20.001];
    const out = new StaticArray<f64>(6);
    expect(report<f64>(values, 2, mean, out)).toStrictEqual([3, 1, 0, 1, 4]);
    expect(out).toStrictEqual([1, 0.25, 0.25, 4, 0.25, 4]);
  });
  it("lets NaN and infinity through and counts them", () => {
    const values: StaticArray<f32> = [NaN, 1, Infinity];
    const out = new StaticArray<f32>(3);
    expect(report<f32>(values, 1, [0, 0, 0], out)[2]).toBe(2);
    expect(isNaN(out[0])).toBe(true);
    expect(out[1]).toBe(1);
    expect(out[2]).toBe(<f32>Infinity);
  });
});

describe("passVariance", () => {
  it("passes on what belongs to variances from the floor on, along a stride", () => {
    const variance: StaticArray<f32> = [1, 9, 0.125, 9, -2, 9, 0.25, 9, NaN];
    const given: StaticArray<f32> = [3, 4, 5, 6, 7];
    const out: StaticArray<f32> = [-1, -1, -1, -1, -1];
    passVariance<f32>(5, pointer<f32>(variance), 2, FLOOR, pointer<f32>(given), pointer<f32>(out));
    expect(out).toStrictEqual([3, 0, 0, 6, 7]);
  });
});
