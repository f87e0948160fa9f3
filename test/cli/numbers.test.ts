import { describe, expect, it } from "vitest";
import { byteSize, duration, roughCount, withPrefix } from "../../src/cli/numbers.ts";

describe("numbers as people read them", () => {
  it.each([
    [0, "0 ms"],
    [0.000_456_7, "0.457 ms"],
    [0.003, "3 ms"],
    [0.0714, "71.4 ms"],
    [0.9994, "999 ms"],
    [0.9996, "1 s"],
    [2.5, "2.5 s"],
    [99.94, "99.9 s"],
    [99.96, "1 min 40 s"],
    [119.7, "2 min 0 s"],
    [3723, "62 min 3 s"],
  ])("a duration of %d s: %s", (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it.each([
    [0, "0 FLOP"],
    [999, "999 FLOP"],
    [999.6, "1 kFLOP"],
    [1_234_567, "1.23 MFLOP"],
    [170_912_345, "171 MFLOP"],
    [8.8e18, "8.8 EFLOP"],
  ])("%d operations: %s", (value, text) => {
    expect(withPrefix(value, "FLOP")).toBe(text);
  });

  it("has no space to spare where there is no unit", () => {
    expect([withPrefix(12), withPrefix(12_000)]).toEqual(["12", "12 k"]);
  });

  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1 KiB"],
    [2.75 * 2 ** 20, "2.75 MiB"],
    [2 ** 32, "4 GiB"],
  ])("%d bytes: %s", (bytes, text) => {
    expect(byteSize(bytes)).toBe(text);
  });

  it.each([
    [0.5312, "0.53"],
    [9.44, "9.4"],
    [20614.3, "20,600"],
    [999_500_000, "1,000,000,000"],
    [1.23e12, "1.2e+12"],
    [Number.POSITIVE_INFINITY, "∞"],
  ])("about %d: %s", (value, text) => {
    expect(roughCount(value)).toBe(text);
  });
});
