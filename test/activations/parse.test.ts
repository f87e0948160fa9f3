import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Activation } from "../../src/activations/activation.ts";
import { parseActivation } from "../../src/activations/parse.ts";
import { activationSpec } from "../../src/activations/spec.ts";
import { KpropError } from "../../src/errors.ts";
import { encodeNetwork } from "../../src/network/encode-network.ts";
import { makeNetwork } from "../../src/network/make.ts";
import { readNetwork } from "../../src/network/read.ts";

const NAMES = [
  ...["relu", "leaky_relu", "abs", "heaviside", "sgn", "identity", "square", "cube"],
  ...["tanh", "sigmoid", "gelu", "silu", "softplus", "erf", "sin"],
];

describe("parseActivation", () => {
  it.each(NAMES)("knows %s, and writes it so", (name) => {
    const activation = parseActivation(name);
    expect(activation.name).toBe(name);
    expect(activationSpec(activation)).toBe(name);
  });

  it("takes parameters as a list or as a word", () => {
    expect(parseActivation("leaky_relu:0.1")).toEqual(parseActivation(["leaky_relu", 0.1]));
    expect(parseActivation("polynomial:0.1/0.5/-3e-1")).toEqual(parseActivation([0.1, 0.5, -0.3]));
    expect(parseActivation("leaky_relu").wick).toEqual({ family: "two-sided", positive: 1, negative: -0.01 });
    expect(parseActivation([7]).wick).toEqual({ family: "polynomial", coefficients: [7] });
  });

  it("writes any slope and any coefficients so that they are read back", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const lists = fc.oneof(
      number.map((slope) => ["leaky_relu", slope]),
      fc.array(number, { minLength: 1, maxLength: 9 }),
    );
    fc.assert(
      fc.property(lists, (list) => {
        const activation = parseActivation(list);
        const text = JSON.stringify(activationSpec(activation));
        expect(JSON.stringify(parseActivation(JSON.parse(text)))).toBe(JSON.stringify(activation));
      }),
    );
  });

  it.each([
    ["ReLU", "relu"],
    ["GELU", "gelu"],
    ["linear", "identity"],
    ["logistic", "sigmoid"],
    ["Swish", "silu"],
  ])("takes %j, as other libraries write it, for %j", (text, name) => {
    expect(parseActivation(text).name).toBe(name);
  });

  it.each([
    "",
    "swishy",
    "leakyrelu",
    "polynomial",
    "tanh:1",
    "leaky_relu:",
    "leaky_relu:x",
    "leaky_relu:1/2",
    "polynomial:1//2",
    "polynomial:0x10",
    "polynomial:1e999",
    [],
    ["leaky_relu"],
    ["leaky_relu", 1, 2],
    ["leaky_relu", "0.1"],
    ["relu"],
    [1, Number.NaN],
    new Array(66).fill(1),
    3,
    null,
    undefined,
    { name: "relu", wick: { family: "two-sided", positive: 1, negative: 0 } },
  ])("refuses %j", (value) => {
    expect(() => parseActivation(value)).toThrow(KpropError);
    expect(() => parseActivation(value)).toThrow(/^unknown activation .*; known: relu, /);
  });
});

describe("a caller's own function", () => {
  const bump = (z: number) => 1 / (1 + z * z);

  it("becomes an activation of its name, which no file can hold", () => {
    const activation = parseActivation(bump);
    expect(activation).toEqual({ name: "bump", wick: { family: "quadrature", of: bump }, critical: null });
    expect(() => activationSpec(activation)).toThrow(/no name stands for the activation "bump"/);
    expect(() => activationSpec({ ...activation, name: "tanh" })).toThrow(KpropError);
  });

  it("is taken by makeNetwork and readNetwork", async () => {
    const layers = [{ weight: [[1]], activation: bump }, { weight: [[1]] }];
    expect(makeNetwork({ layers }).layers[0]!.activation!.wick).toEqual({ family: "quadrature", of: bump });
    const file = encodeNetwork(makeNetwork({ layers: [{ weight: [[1]] }, { weight: [[2]] }] }));
    const of = async (activation: typeof bump | [typeof bump]) =>
      (await readNetwork(file, { activation })).layers.map((layer) => layer.activation?.name);
    expect(await of(bump)).toEqual(["bump", undefined]);
    expect(await of([bump])).toEqual(["bump", undefined]);
  });
});

it("a network of every activation is read back as it was", async () => {
  const specs = [...NAMES, ["leaky_relu", 0.25], [0.5, -1, 2]] as const;
  const network = makeNetwork({ layers: specs.map((activation) => ({ weight: [[1]], activation })) });
  const read = await readNetwork(encodeNetwork(network));
  const sources = (layers: readonly { activation: Activation | null }[]) => layers.map((l) => l.activation);
  expect(sources(read.layers)).toEqual(sources(network.layers));
});
