import { describe, expect, it } from "vitest";
import { KpropError } from "../src/errors.ts";
import { printable } from "../src/printable.ts";
import { show } from "../src/show.ts";

describe("show", () => {
  it.each<[unknown, string]>([
    ["100", '"100"'],
    ["a\nb", '"a\\nb"'],
    ["a\u202eb", '"a\\u{202e}b"'],
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

  it("leaves out the middle of what is long", () => {
    expect(show(`${"x".repeat(99)}.weight`)).toBe(`"${"x".repeat(41)}...xxxxxxx.weight"`);
  });
});

describe("a message", () => {
  it.each<[string, string]>([
    ["two\nlines\r\n", "two\\u{a}lines\\u{d}\\u{a}"],
    ["a tab\t, \u001b[31mred, \u007f and \u009b", "a tab\\u{9}, \\u{1b}[31mred, \\u{7f} and \\u{9b}"],
    ["\u2028 \u2029 are line breaks", "\\u{2028} \\u{2029} are line breaks"],
    ["\u202egnp.exe, \ufeff, \ud800", "\\u{202e}gnp.exe, \\u{feff}, \\u{d800}"],
    ["Gewicht für Schicht 1, κ₂, 𝜅, 重み", "Gewicht für Schicht 1, κ₂, 𝜅, 重み"],
  ])("%j is shown as %j", (text, shown) => {
    expect(printable(text)).toBe(shown);
    expect(printable(shown)).toBe(shown);
    expect(new KpropError("bad-file", text).message).toBe(shown);
  });

  it("has at most 500 characters, the first and the last of them", () => {
    const { message } = new KpropError("bad-file", `${"a\n".repeat(4e6)}the end`);
    expect(message).toHaveLength(500);
    expect(message).toMatch(/^a\\u\{a\}a.*\.\.\..*\\u\{a\}the end$/);
    expect(printable("x".repeat(500))).toBe("x".repeat(500));
  });

  it("has no half of a character that was cut", () => {
    const { message } = new KpropError("bad-file", `a${"\0".repeat(40)}${"😀".repeat(300)}`);
    expect(message).not.toMatch(/\p{Cs}/u);
    expect(message).toContain("😀...");
  });
});
