import { describe, expect, it } from "vitest";
import { parseActivation } from "../../src/activations/parse.ts";
import { forwardCode } from "../../src/sampling/forward-codes.ts";
import { Memory, pattern } from "../sampling/memory.ts";

const memory = await Memory.create();

const CASES: [spec: unknown, phi: (z: number) => number][] = [
  ["leaky_relu:0.25", (z) => (z < 0 ? 0.25 * z : z)],
  ["leaky_relu:0", (z) => (z < 0 ? 0 * z : z)],
  ["abs", Math.abs],
  ["heaviside", (z) => (z > 0 ? 1 : 0)],
  ["sgn", (z) => (z > 0 ? 1 : -1)],
  ["square", (z) => z * z],
  [[3], () => 3],
  [[0.5, -2, 0.25], (z) => (0.25 * z - 2) * z + 0.5],
];

/** Arguments are multiples of 1/256 below 8, so that these are exact in f32 too. */
describe.each(CASES)("%j", (spec, phi) => {
  const { code, parameters } = forwardCode(parseActivation(spec).wick);
  const list = memory.put("f64", parameters);

  it.each(["f32", "f64"] as const)("in %s, for every number of columns, zero among them", (type) => {
    const values = [0, ...pattern(66)];
    for (const columns of [1, 2, 3, 4, 5, 17, 63]) {
      const z = memory.put(type, values);
      expect(memory.kernel(`forward_${type}`)(1, columns, z, 67, 0, code, list)).toBe(1);
      const found = [...memory.view(type, z, 67)];
      expect(found.map((y) => y + 0)).toEqual(values.map((x, c) => (c < columns ? phi(x) + 0 : x)));
    }
  });
});

it("relu and the identity keep the kernel's quick paths", () => {
  expect(forwardCode(parseActivation("relu").wick)).toEqual({ code: 1, parameters: [] });
  expect(forwardCode(parseActivation("identity").wick)).toEqual({ code: 0, parameters: [] });
});
