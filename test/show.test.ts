import { describe, expect, it } from "vitest";
import { show } from "../src/show.ts";

describe("show", () => {
  it.each<[unknown, string]>([
    ["100", '"100"'],
    ["a\nb", '"a\\nb"'],
    [2n, "2n"],
    [Number.NaN, "NaN"],
    [-1 / 0, "-Infinity"],
    [undefined, "undefined"],
    [null, "null"],
    [Symbol("s"), "Symbol(s)"],
    [(x: number) => x, "a function"],
    [[1, 2n, Number.NaN, undefined], '[1,"2n","NaN","undefined"]'],
    [{ data: new Float64Array(1e3) }, '{"data":"[object Float64Array]"}'],
    [Object.create(null), "{}"],
    [new Map(), "[object Map]"],
  ])("%o as %s", (value, text) => {
    expect(show(value)).toBe(text);
  });

  it("does not follow circles", () => {
    const circular: unknown[] = [];
    circular.push(circular);
    expect(show(circular)).toBe("[object Array]");
  });

  it("cuts what is long", () => {
    expect(show("x".repeat(99))).toBe(`"${"x".repeat(56)}...`);
  });
});
