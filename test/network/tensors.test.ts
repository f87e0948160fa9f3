import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../src/errors.ts";
import { networkFromTensors, type TensorOptions } from "../../src/network/tensors/from-tensors.ts";
import { toLayers } from "../../src/network/tensors/layers.ts";
import { expectRefusal, tensors } from "./helpers.ts";

const read = (
  shapes: Record<string, number[]>,
  options: TensorOptions = {},
  metadata = new Map<string, string>(),
) => networkFromTensors({ tensors: tensors(shapes), metadata }, options);

/** The names of weights and biases, layer by layer. */
function order(shapes: Record<string, number[]>): string {
  const named = [...tensors(shapes)].map(([name, tensor]) => ({ name, ...tensor }));
  return toLayers(named)
    .layers.map(({ weight, bias }) => (bias ? `${weight.name}+${bias.name}` : weight.name))
    .join(" ");
}

describe("toLayers", () => {
  const good: [Record<string, number[]>, string][] = [
    [{ "2.weight": [1, 1], "0.bias": [1], "0.weight": [1, 1] }, "0.weight+0.bias 2.weight"],
    [{ "layers.10.weight": [1, 1], "layers.9.weight": [1, 1] }, "layers.9.weight layers.10.weight"],
    [{ fc2: [1, 1], fc1: [1, 1], fc1_b: [1] }, "fc1+fc1_b fc2"],
    [{ W2: [1, 1], b2: [1], W1: [1, 1], b1: [1] }, "W1+b1 W2+b2"],
    [{ weight_1: [1, 1], bias_1: [1], weight_0: [1, 1] }, "weight_0 weight_1+bias_1"],
    [
      { "fc2/kernel:0": [1, 1], "fc1/kernel:0": [1, 1], "fc1/bias:0": [1] },
      "fc1/kernel:0+fc1/bias:0 fc2/kernel:0",
    ],
    [
      { "out.weight": [1, 1], "out.bias": [1], "fc1.weight": [1, 1], "fc2.weight": [1, 1] },
      "fc1.weight fc2.weight out.weight+out.bias",
    ],
    [{ "head.1.weight": [1, 1], "block.7.weight": [1, 1] }, "block.7.weight head.1.weight"],
    [{ "hidden.weight": [1, 1], "readout.weight": [1, 1] }, "hidden.weight readout.weight"],
    [
      { "b.2.fc.1.weight": [1, 1], "b.1.fc.2.weight": [1, 1], "b.1.fc.1.weight": [1, 1] },
      "b.1.fc.1.weight b.1.fc.2.weight b.2.fc.1.weight",
    ],
    [{ weight: [1, 1], bias: [1] }, "weight+bias"],
    [
      {
        arr_10: [1, 1],
        arr_9: [1],
        arr_8: [1, 1],
        arr_0: [1, 1],
        arr_1: [1, 1],
        arr_2: [1, 1],
        arr_3: [1, 1],
        arr_4: [1],
        arr_5: [1, 1],
        arr_6: [1, 1],
        arr_7: [1, 1],
      },
      "arr_0 arr_1 arr_2 arr_3+arr_4 arr_5 arr_6 arr_7 arr_8+arr_9 arr_10",
    ],
  ];
  it.each(good)("orders %j", (shapes, expected) => {
    expect(order(shapes)).toBe(expected);
  });

  const bad: [string, Record<string, number[]>, string[]][] = [
    ["nothing", {}, ["no weight"]],
    ["a bias alone", { "0.bias": [1] }, ["no weight"]],
    [
      "a bias without its weight",
      { "0.weight": [1, 1], "1.bias": [1] },
      ['"1.bias" [1]', "without a weight"],
    ],
    ["a scalar", { "0.weight": [1, 1], step: [] }, ['"step" [] is a single number', "leave it out"]],
    ["a convolution", { "0.weight": [1, 1, 3] }, ['"0.weight" [1, 1, 3]', "3 dimensions"]],
    [
      "a normalisation's weight",
      { "0.weight": [1, 1], "1.weight": [1] },
      ['"1.weight" [1]', "called a weight"],
    ],
    [
      "a bias of two dimensions",
      { "0.weight": [2, 2], "0.bias": [2, 2] },
      ['"0.bias" [2, 2]', "called a bias"],
    ],
    [
      "two series",
      { "a.0.weight": [1, 1], "a.1.weight": [1, 1], "b.0.weight": [1, 1], "b.1.weight": [1, 1] },
      ['"b.0.weight"', "order"],
    ],
    ["no numbers", { "first.weight": [1, 1], "second.weight": [1, 1] }, ['"first.weight", "second.weight"']],
    [
      "two that say they are last",
      { "out.weight": [1, 1], "head.weight": [1, 1], "fc1.weight": [1, 1] },
      ["order"],
    ],
    ["one number twice", { "00.weight": [1, 1], "0.weight": [1, 1] }, ["same number"]],
    ["one stem twice", { "fc1.weight": [1, 1], "fc_1/weight": [1, 1] }, ["same place"]],
    ["a positional gap", { arr_0: [1, 1], arr_2: [1, 1] }, ['"arr_1" is missing']],
    ["a positional bias first", { arr_0: [1], arr_1: [1, 1] }, ['"arr_0"']],
    ["two positional biases", { arr_0: [1, 1], arr_1: [1], arr_2: [1] }, ['"arr_2"']],
    ["positional and named", { arr_0: [1, 1], fc1: [1, 1] }, ['"arr_0"', '"fc1"']],
  ];
  it.each(bad)("refuses %s", async (_, shapes, texts) => {
    await expectRefusal(() => order(shapes), "bad-network", ...texts);
  });
});

describe("orientation", () => {
  const rows = (shapes: Record<string, number[]>, options: TensorOptions = {}) => {
    const { layers, notes } = read(shapes, { activation: "relu", ...options });
    return [layers.map(({ weight }) => `${weight.rows}x${weight.columns}`).join(" "), notes.length];
  };
  const chosen: [string, Record<string, number[]>, TensorOptions, [string, number]][] = [
    ["PyTorch's names", { "0.weight": [8, 5], "2.weight": [3, 8] }, {}, ["8x5 3x8", 0]],
    ["PyTorch's names, square", { "0.weight": [4, 4] }, {}, ["4x4", 0]],
    ["PyTorch's names, transposed", { "0.weight": [5, 8], "2.weight": [8, 3] }, {}, ["8x5 3x8", 1]],
    ["Keras's names", { "fc1/kernel": [4, 4], "fc2/kernel": [4, 3] }, {}, ["4x4 3x4", 0]],
    ["Keras's names, transposed", { "fc1/kernel": [8, 5], "fc2/kernel": [3, 8] }, {}, ["8x5 3x8", 1]],
    ["shapes, [out, in]", { W1: [8, 5], W2: [3, 8] }, {}, ["8x5 3x8", 1]],
    ["shapes, [in, out]", { W1: [5, 8], W2: [8, 3] }, {}, ["8x5 3x8", 1]],
    ["a bias", { W1: [5, 8], b1: [8] }, {}, ["8x5", 1]],
    ["a recorded mean", { W1: [5, 8], "input.mean": [5] }, {}, ["8x5", 1]],
    ["the option", { W1: [4, 4] }, { orientation: "in-out" }, ["4x4", 0]],
    ["the option against the name", { "0.weight": [5, 8] }, { orientation: "in-out" }, ["8x5", 0]],
  ];
  it.each(chosen)("follows %s", (_, shapes, options, expected) => {
    expect(rows(shapes, options)).toEqual(expected);
  });

  it("transposes the data", () => {
    const [layer] = read({ W1: [2, 3] }, { orientation: "in-out" }).layers;
    expect([...layer!.weight.data]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  const refused: [string, Record<string, number[]>, TensorOptions, ErrorCode, string[]][] = [
    [
      "square without a convention",
      { W1: [4, 4], W2: [4, 4] },
      {},
      "ambiguous-orientation",
      ["out-in", '"W1"'],
    ],
    ["one rectangle without a convention", { W1: [4, 3] }, {}, "ambiguous-orientation", ["out-in"]],
    [
      "no chain",
      { "0.weight": [8, 5], "2.weight": [3, 7] },
      {},
      "bad-network",
      ['"0.weight" [8, 5]', '"2.weight" [3, 7]'],
    ],
    [
      "an option that does not fit",
      { W1: [8, 5], W2: [3, 8] },
      { orientation: "in-out" },
      "bad-network",
      ['"W1" [8, 5]'],
    ],
    ["a bias that fits neither", { "0.weight": [8, 5], "0.bias": [4] }, {}, "bad-network", ['"0.bias" [4]']],
    [
      "an input that fits neither",
      { "0.weight": [8, 5], "input.mean": [4] },
      {},
      "bad-network",
      ["recorded input"],
    ],
    ["an empty weight", { "0.weight": [0, 5] }, {}, "bad-network", ['"0.weight" [0, 5] holds no numbers']],
    ["a mean that is a matrix", { "0.weight": [8, 5], "input.mean": [5, 1] }, {}, "bad-file", ["input.mean"]],
    [
      "a covariance alone",
      { "0.weight": [8, 5], "input.covariance": [5, 5] },
      {},
      "bad-file",
      ["input.mean"],
    ],
    [
      "a covariance of another size",
      { "0.weight": [8, 5], "input.mean": [5], "input.covariance": [5, 4] },
      {},
      "bad-input",
      ["[5, 4]"],
    ],
  ];
  it.each(refused)("refuses %s", async (_, shapes, options, code, texts) => {
    await expectRefusal(() => read(shapes, options), code, ...texts);
  });
});

describe("activations", () => {
  const three = { "0.weight": [2, 2], "1.weight": [2, 2], "2.weight": [2, 2] };
  const names = (options: TensorOptions, metadata?: Record<string, string>) => {
    const network = read(three, options, new Map(Object.entries(metadata ?? {})));
    return [network.layers.map(({ activation }) => activation?.name ?? "-").join(" "), network.notes.length];
  };

  it("assumes relu with a note when nothing is said", () => {
    expect(names({})).toEqual(["relu relu -", 1]);
    expect(read({ "0.weight": [2, 2] }).notes).toEqual([]);
  });
  it("takes one name, a list without and a list with the last layer", () => {
    expect(names({ activation: "identity" })).toEqual(["identity identity -", 0]);
    expect(names({ activation: ["identity", "relu"] })).toEqual(["identity relu -", 0]);
    expect(names({ activation: ["identity", "relu", "relu"] })).toEqual(["identity relu relu", 0]);
  });
  it("prefers the option to the metadata", () => {
    const metadata = { activations: '["identity", "identity"]' };
    expect(names({}, metadata)).toEqual(["identity identity -", 0]);
    expect(names({ activation: "relu" }, metadata)).toEqual(["relu relu -", 0]);
  });
  it("reads the weight variances", () => {
    const { layers } = read(three, {}, new Map([["w_var", "[1, 2, 2.5]"]]));
    expect(layers.map((layer) => layer.weightVariance)).toEqual([1, 2, 2.5]);
  });

  const wrong: [string, TensorOptions, Record<string, string>, ErrorCode, string[]][] = [
    ["a list too short", { activation: ["relu"] }, {}, "bad-option", ["1 activations", "expected 2", "or 3"]],
    [
      "a recorded list too long",
      {},
      { activations: '["relu","relu","relu","relu"]' },
      "bad-file",
      ["expected 2", "or 3"],
    ],
    ["an unknown name", { activation: "reluu" }, {}, "unknown-activation", ["reluu"]],
    ["a recorded unknown name", {}, { activations: '["relu", "swishy"]' }, "unknown-activation", ["swishy"]],
    ["an option of another type", { activation: 3 as never }, {}, "bad-option", ["option activation"]],
    ["metadata that are no JSON", {}, { activations: "relu" }, "bad-file", ["activations"]],
    ["metadata that are no list", {}, { activations: '{"0":"relu"}' }, "bad-file", ["activations"]],
    ["variances that are too few", {}, { w_var: "[1]" }, "bad-file", ["w_var"]],
    ["variances that are text", {}, { w_var: '["1","2","3"]' }, "bad-file", ["w_var"]],
    ["negative variances", {}, { w_var: "[1,-2,3]" }, "bad-file", ["w_var"]],
    ["infinite variances", {}, { w_var: "[1,1e999,3]" }, "bad-file", ["w_var"]],
  ];
  it.each(wrong)("refuses %s", async (_, options, metadata, code, texts) => {
    await expectRefusal(() => names(options, metadata), code, ...texts);
  });
});

it("passes over recorded cumulants", () => {
  const shapes = {
    "0.weight": [2, 2],
    "simple/K2/exact/X1/kappa2": [2, 2],
    "augment/K3/average/Z2/kappa4/r2": [],
  };
  expect(read(shapes).layers).toHaveLength(1);
});
