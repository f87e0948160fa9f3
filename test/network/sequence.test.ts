import { describe, expect, it } from "vitest";
import { networkFromTensors, type TensorOptions } from "../../src/network/tensors/from-tensors.ts";
import { expectRefusal, tensors } from "./helpers.ts";

type Shapes = Record<string, number[]>;

const read = (shapes: Shapes, options: TensorOptions = {}, metadata: [string, string][] = []) =>
  networkFromTensors({ tensors: tensors(shapes), metadata: new Map(metadata) }, options);

/** Weights of these names, which chain: 4 inputs, all else 4 wide. */
const square = (...names: string[]): Shapes => Object.fromEntries(names.map((name) => [name, [4, 4]]));

/** The notes on a network whose activation is known. */
const notes = (shapes: Shapes) => read(shapes, { activation: "relu", orientation: "out-in" }).notes;

describe("what follows one another by name is read without a note:", () => {
  it.each<[string, Shapes]>([
    ["Sequential", square("0.weight", "2.weight", "4.weight")],
    ["Sequential in a module", square("net.0.weight", "net.2.weight", "net.4.weight")],
    ["Sequential in Sequentials", square("net.0.0.weight", "net.1.0.weight", "net.2.0.weight")],
    ["ModuleList", square("layers.0.linear.weight", "layers.1.linear.weight")],
    ["attributes", square("fc1.weight", "fc2.weight", "out.weight")],
    ["attributes", square("fc_1.weight", "fc_2.weight", "fc_3.weight")],
    ["Sequential and a head", square("net.0.weight", "net.2.weight", "head.weight")],
    ["a Sequential called head", square("head.0.weight", "head.2.weight")],
    ["a Sequential called classifier", square("classifier.0.weight", "classifier.3.weight")],
    ["one member of an ensemble", square("models.0.0.weight", "models.0.2.weight")],
    ["Keras, numbered", square("dense_3/kernel:0", "dense_4/kernel:0")],
    ["Keras, the first without a number", square("dense_1/kernel", "dense/kernel", "dense_2/kernel")],
    ["Keras, the last with a name", square("dense/kernel", "dense_1/kernel", "output/kernel")],
    ["Keras, in a model", square("sequential_1/dense/kernel", "sequential_1/dense_1/kernel")],
    ["an autoencoder of two layers", square("encoder.weight", "decoder.weight")],
    ["scikit-learn", square("coefs_0", "coefs_1")],
    ["capitals", square("W1", "W2", "W3")],
  ])("%s", (_, shapes) => {
    expect(notes(shapes)).toEqual([]);
  });
});

describe("what follows one another by shape alone gets a note:", () => {
  it.each<[string, Shapes, string]>([
    [
      "layers of numbered blocks",
      square("blocks.0.fc1.weight", "blocks.0.fc2.weight", "blocks.1.fc1.weight", "blocks.1.fc2.weight"),
      '"blocks.0.fc1.weight" to "blocks.1.fc2.weight" are read as one layer after the other',
    ],
    ["blocks of one layer", square("block1.weight", "block2.weight"), '"block1.weight" to "block2.weight"'],
    [
      "two critics",
      square("q1.0.weight", "q1.2.weight", "q2.0.weight", "q2.2.weight"),
      "whether some stand side by side",
    ],
    [
      "Sequentials in a list",
      square("nets.0.0.weight", "nets.0.2.weight", "nets.1.0.weight", "nets.1.2.weight", "out.weight"),
      '"nets.0.0.weight" to "nets.1.2.weight"',
    ],
    [
      "an encoder and a decoder, between which there often is no activation",
      square("decoder.0.weight", "decoder.2.weight", "encoder.0.weight", "encoder.2.weight"),
      '"encoder.2.weight" and "decoder.0.weight" are read with an activation between them',
    ],
  ])("%s", (_, shapes, note) => {
    expect(notes(shapes)).toEqual([expect.stringContaining(note)]);
  });
});

const ensemble = square(
  ...["models.0.0.weight", "models.0.2.weight", "models.1.0.weight"],
  ...["models.1.2.weight", "models.2.0.weight", "models.2.2.weight"],
);

describe("what does not follow one another by name is refused:", () => {
  it.each<[string, Shapes, string]>([
    ["an ensemble", ensemble, '"models.0.0.weight" to "models.2.2.weight" are called models'],
    ["several heads", square("heads.0.weight", "heads.1.weight"), "called heads, which stand side by side"],
    ["experts", square("expert_0.fc1.weight", "expert_1.fc1.weight", "out.weight"), "called expert"],
    ["branches", square("branch1.weight", "branch2.weight"), "save one of them alone"],
    ["residual blocks", square("resblock1.weight", "resblock2.weight"), "called resblock"],
    ["a shortcut", square("0.fc.weight", "1.fc.weight", "shortcut.weight"), "cannot tell the order"],
    ["two networks", square("actor.0.weight", "actor.2.weight", "critic.0.weight"), "save one network only"],
    ["two last layers", square("fc1.weight", "value_head.weight", "policy_head.weight"), "cannot tell"],
    ["two last layers alone", square("out.weight", "head.weight"), "cannot tell"],
    ["a dense layer numbered 0 as well", square("dense/kernel", "dense_0/kernel"), "cannot tell"],
    ["fc and fc_1, which are not Keras's", square("fc.weight", "fc_1.weight"), "cannot tell"],
    ["PyTorch's fc after fc1", square("fc.weight", "fc1.weight", "fc2.weight"), "cannot tell"],
  ])("%s", async (_, shapes, message) => {
    await expectRefusal(() => notes(shapes), "bad-network", message);
  });
});

describe("a list of activations, one for each layer, says that layers follow one another", () => {
  const list = ["relu", "relu", "relu", "relu", "relu"];
  it("as an option", () => {
    const { layers, notes } = read(ensemble, { activation: list });
    expect([layers.length, notes]).toEqual([6, []]);
  });
  it("in the file", () => {
    const metadata: [string, string][] = [["activations", JSON.stringify(list)]];
    expect(read(ensemble, {}, metadata).notes).toEqual([]);
    expect(read(ensemble, { activation: "tanh" }, metadata).notes).toEqual([]);
  });
  it("but not of another length", async () => {
    await expectRefusal(() => read(ensemble, { activation: ["relu"] }), "bad-option", "6 layers");
  });
});

describe("biases", () => {
  it("may be columns, rows or, of one output, single numbers", () => {
    const { layers } = read({ W1: [4, 3], b1: [4, 1], W2: [2, 4], b2: [1, 2], W3: [1, 2], b3: [] });
    expect(layers.map(({ bias }) => bias?.length)).toEqual([4, 2, 1]);
  });
});

describe("what belongs to no layer is refused with what to do:", () => {
  it.each<[string, Shapes, string]>([
    ["batch normalisation", { "0.weight": [4, 3], "1.weight": [4], "1.running_mean": [4] }, "fuse_linear_bn"],
    ["Keras's", { "dense/kernel": [3, 4], "bn/gamma": [4], "bn/moving_variance:0": [4] }, "fuse_linear_bn"],
    ["another normalisation", { "dense/kernel": [3, 4], "norm/gamma": [4] }, "is of a normalisation"],
    ["one of PyTorch", { "0.weight": [4, 3], "1.weight": [4], "1.bias": [4] }, "normalisations and PReLU"],
    ["a vector for a weight", { w1: [4, 3], w2: [4] }, "[1, 4] where it has one output"],
    ["weight normalisation", { "0.weight_g": [4, 1], "0.weight_v": [4, 3] }, "merge it before saving"],
    ["LoRA", { "0.weight": [4, 3], "0.lora_A.weight": [1, 3] }, "merge it before saving"],
    ["a recurrent layer", { "rnn.weight_ih_l0": [4, 4], "rnn.weight_hh_l0": [4, 4] }, "recurrent layer"],
    ["attention", { "attn.in_proj_weight": [12, 4], "out.weight": [4, 4] }, "attention layer"],
    ["a convolution", { "0.weight": [4, 3, 2, 2] }, "convolutions are not read"],
    ["a single number", { "0.weight": [4, 3], temperature: [] }, "leave it out of the file"],
    ["a policy's spread", { "0.weight": [4, 3], log_std: [4] }, '"log_std" [4] is no layer\'s bias'],
    ["an input's statistics", { "0.weight": [4, 3], mean: [3], std: [3] }, 'call it "input.mean"'],
    ["nothing", { "0.weight": [4, 0] }, "holds no numbers"],
    [
      "Stable-Baselines3",
      { log_std: [2], "mlp_extractor.policy_net.0.weight": [4, 3], "action_net.weight": [2, 4] },
      "Sequential(*policy.mlp_extractor.policy_net, policy.action_net)",
    ],
  ])("%s", async (_, shapes, message) => {
    await expectRefusal(() => read(shapes), "bad-network", message);
  });
});
