import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logDomain, powersOfTen } from "../../web/src/charts/log-ticks.ts";
import { spreadLabels } from "../../web/src/charts/spread-labels.ts";
import { csvText } from "../../web/src/export/csv.ts";
import { densityOf } from "../../web/src/model/density.ts";
import { countInterval } from "../../web/src/model/poisson.ts";
import { survivors } from "../../web/src/model/survivors.ts";
import { DEFAULT_VIEW, parseView, type View, viewText } from "../../web/src/state/link.ts";
import { bytes, duration, scientific, si } from "../../web/src/ui/format.ts";

describe("a link", () => {
  const view = fc.record<View>({
    network: fc.record({
      source: fc.constant("random" as const),
      width: fc.integer({ min: 1, max: 1024 }),
      depth: fc.integer({ min: 0, max: 64 }),
      activation: fc.constantFrom("relu", "gelu", "leaky_relu:0.1", "polynomial:0.1/0.5"),
      initialisation: fc.constantFrom("he" as const, "critical" as const),
      seed: fc.maxSafeNat(),
    }),
    tab: fc.constantFrom("race" as const, "inside" as const, "rare" as const, "browser" as const),
    axis: fc.constantFrom("seconds" as const, "flops" as const),
    dtype: fc.constantFrom("f32" as const, "f64" as const),
    seconds: fc.constantFrom(0.5, 2, 300),
    methods: fc.option(fc.subarray(["1-simple", "3-augment-tree", "4-simple"], { minLength: 1 })),
    order: fc.integer({ min: 1, max: 3 }),
    layer: fc.option(fc.nat(1000)),
    neuron: fc.nat(1000),
    threshold: fc.double({ min: 0, max: 8, noNaN: true }),
    samples: fc.integer({ min: 1000, max: 10_000_000 }),
    quick: fc.boolean(),
  });

  it("gives the same view again", () => {
    fc.assert(
      fc.property(view, (each) => {
        expect(parseView(`#${viewText(each)}`)).toEqual(each);
      }),
    );
  });

  it("says nothing of what is as usual", () => {
    expect(viewText(DEFAULT_VIEW)).toBe("");
  });

  it("may hold anything", () => {
    expect(parseView("#width=1e9&depth=-1&seed=x&tab=none&threshold=&methods=9-none")).toEqual({
      ...DEFAULT_VIEW,
      threshold: 0,
      methods: [],
    });
  });
});

describe("counts beyond thresholds", () => {
  it("are what they say", () => {
    const values = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 50 });
    const thresholds = Float64Array.from({ length: 9 }, (_, i) => -2 + i / 2);
    fc.assert(
      fc.property(values, (list) => {
        const expected = [...thresholds].map((t) => list.filter((x) => x > t).length);
        expect([...survivors(Float64Array.from(list), thresholds)]).toEqual(expected);
      }),
    );
  });

  it("make a density", () => {
    const { edges, values } = densityOf(
      Float64Array.of(0, 1, 2, 3, 4),
      Float64Array.of(1, 0.9, 0.5, 0.2, 0),
      2,
    );
    expect([...edges]).toEqual([0, 2, 4]);
    expect([...values]).toEqual([0.25, 0.25]);
  });

  it("have intervals near the exact ones", () => {
    // Garwood 1936: 4 events, 1.09 to 10.24; 100 events, 81.4 to 121.6.
    expect(countInterval(4)[0]).toBeCloseTo(1.09, 1);
    expect(countInterval(4)[1]).toBeCloseTo(10.24, 1);
    expect(countInterval(100)[0]).toBeCloseTo(81.4, 1);
    expect(countInterval(100)[1]).toBeCloseTo(121.6, 1);
  });
});

describe("charts", () => {
  it("thin powers of ten", () => {
    expect(powersOfTen([1e-3, 100], 10)).toEqual([-3, -2, -1, 0, 1, 2]);
    expect(powersOfTen([1e-16, 1], 9)).toEqual([-16, -14, -12, -10, -8, -6, -4, -2, 0]);
  });

  it("leave room around what they show", () => {
    const [low, high] = logDomain([1, 10, 0, Number.NaN], 3);
    expect(high / low).toBeCloseTo(1000, 6);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(10);
  });

  it("give each label its own line", () => {
    const wanted = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 8 });
    fc.assert(
      fc.property(wanted, (heights) => {
        const placed = spreadLabels(heights, 16).sort((a, b) => a - b);
        for (let i = 1; i < placed.length; i++) {
          expect(placed[i]! - placed[i - 1]!).toBeGreaterThanOrEqual(16 - 1e-9);
        }
      }),
    );
    expect(spreadLabels([10, 50], 16)).toEqual([10, 50]);
  });
});

describe("numbers for people", () => {
  it("are short", () => {
    expect([si(999), si(1000), si(1_234_567), si(999_999), si(0.5)]).toEqual([
      "999",
      "1 k",
      "1.23 M",
      "1 M",
      "0.5",
    ]);
    expect([duration(12e-6), duration(0.0123), duration(4.14), duration(119.9), duration(7200)]).toEqual([
      ...["12 µs", "12 ms", "4.1 s", "2 min 0 s", "2 h"],
    ]);
    expect([bytes(1536), bytes(5 * 2 ** 20), bytes(3 * 2 ** 30)]).toEqual(["1.5 KiB", "5 MiB", "3 GiB"]);
    expect([scientific(4.83e-5), scientific(0.0123), scientific(0)]).toEqual(["4.8 × 10⁻⁵", "0.012", "0"]);
  });

  it("are quoted in CSV where they must be", () => {
    expect(csvText([["a,b", 'c"d', 1]])).toBe('"a,b","c""d",1\r\n');
  });
});
