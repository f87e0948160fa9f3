import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonPieces } from "../../src/cli/json.ts";

const plain = (_key: string, x: unknown) =>
  x instanceof Float64Array || x instanceof Float32Array ? Array.from(x) : x;

const floats = fc.array(fc.double()).map((list) => Float64Array.from(list));
const leaf = fc.oneof(
  ...[fc.string(), fc.double(), fc.boolean(), floats, fc.constantFrom(null, undefined, -0)],
);
const tree = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    ...[leaf, fc.array(tie("any"), { maxLength: 4 }), fc.dictionary(fc.string(), tie("any"), { maxKeys: 4 })],
  ),
})).any;

describe("JSON in pieces", () => {
  it("is what JSON.stringify writes", () => {
    fc.assert(
      fc.property(tree, (value) => {
        const whole = [...jsonPieces(value)].join("");
        expect(whole).toBe(JSON.stringify(value, plain, 2) ?? "null");
      }),
    );
  });

  it("has no piece much longer than 64 KiB, whatever the length of a list", () => {
    const mean = Float64Array.from({ length: 200_000 }, (_, i) => Math.sqrt(i));
    const value = { output: { mean, list: [...mean] } };
    const pieces = [...jsonPieces(value)];
    expect(pieces.join("")).toBe(JSON.stringify(value, plain, 2));
    for (const { length } of pieces) expect(length).toBeLessThan(2 ** 17);
  });
});
