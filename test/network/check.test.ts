import { describe, expect, it } from "vitest";
import { relu } from "../../src/activations/relu.ts";
import type { ErrorCode } from "../../src/errors.ts";
import { checkNetwork } from "../../src/network/check.ts";
import { makeNetwork } from "../../src/network/make.ts";
import type { Network } from "../../src/network/network.ts";
import { expectRefusal } from "./helpers.ts";

const matrix = (rows: number, columns: number, fill = 1) => ({
  rows,
  columns,
  data: new Float64Array(rows * columns).fill(fill),
});
const layer = (rows: number, columns: number) => ({
  weight: matrix(rows, columns),
  bias: null,
  activation: relu,
  weightVariance: null,
});
const network = (parts: Partial<Network>): Network => ({
  layers: [layer(2, 3)],
  input: null,
  notes: [],
  ...parts,
});

describe("checkNetwork", () => {
  it("accepts a good network", () => {
    const mean = new Float32Array(3);
    const covariance = {
      rows: 3,
      columns: 3,
      data: new Float32Array([1, 0.3, 0, 0.3 + 5e-7, 1, 0, 0, 0, 0]),
    };
    expect(
      checkNetwork(network({ layers: [layer(2, 3), layer(1, 2)], input: { mean, covariance } })),
    ).toBeUndefined();
  });

  const nan = matrix(20, 30);
  nan.data[3 * 30 + 17] = Number.NaN;
  const mean = new Float64Array(3);
  const bad: [string, Partial<Network>, ErrorCode, string][] = [
    ["no layers", { layers: [] }, "bad-network", "at least one layer"],
    [
      "layers that do not chain",
      { layers: [layer(2, 3), layer(4, 5)] },
      "bad-network",
      "layers.0.weight [2, 3] gives 2 values and layers.1.weight [4, 5] takes 5",
    ],
    [
      "a hidden layer without activation",
      { layers: [{ ...layer(2, 3), activation: null }, layer(1, 2)] },
      "bad-network",
      "layers.0 has no activation",
    ],
    [
      "an activation that is a name",
      { layers: [{ ...layer(2, 3), activation: "relu" as never }] },
      "bad-network",
      '"relu"',
    ],
    ["a width of zero", { layers: [layer(0, 3)] }, "bad-network", "layers.0.weight"],
    [
      "a weight of another size",
      { layers: [{ ...layer(2, 3), weight: { ...matrix(2, 3), rows: 4 } }] },
      "bad-network",
      "layers.0.weight",
    ],
    [
      "a weight of plain numbers",
      { layers: [{ ...layer(2, 3), weight: { rows: 1, columns: 1, data: [1] as never } }] },
      "bad-network",
      "layers.0.weight",
    ],
    [
      "a bias of another length",
      { layers: [{ ...layer(2, 3), bias: new Float64Array(3) }] },
      "bad-network",
      "layers.0.bias has length 3",
    ],
    [
      "a bias of plain numbers",
      { layers: [{ ...layer(2, 3), bias: [1, 2] as never }] },
      "bad-network",
      "layers.0.bias",
    ],
    [
      "NaN in a weight",
      { layers: [layer(30, 3), { ...layer(1, 1), weight: nan }] },
      "bad-network",
      "layers.1.weight[3, 17] is NaN",
    ],
    [
      "infinity in a bias",
      { layers: [{ ...layer(2, 3), bias: new Float32Array([0, -1 / 0]) }] },
      "bad-network",
      "layers.0.bias[1] is -Infinity",
    ],
    [
      "a negative variance",
      { layers: [{ ...layer(2, 3), weightVariance: -1 }] },
      "bad-network",
      "layers.0.weightVariance",
    ],
    [
      "a mean of another length",
      { input: { mean: new Float64Array(2), covariance: null } },
      "bad-input",
      "length 2",
    ],
    [
      "NaN in the mean",
      { input: { mean: new Float64Array([0, Number.NaN, 0]), covariance: null } },
      "bad-input",
      "input.mean[1] is NaN",
    ],
    ["a covariance of another shape", { input: { mean, covariance: matrix(3, 2) } }, "bad-input", "[3, 2]"],
    [
      "NaN in the covariance",
      { input: { mean, covariance: matrix(3, 3, Number.NaN) } },
      "bad-input",
      "input.covariance[0, 0] is NaN",
    ],
    [
      "a covariance that is not symmetric",
      {
        input: { mean, covariance: { ...matrix(3, 3), data: Float64Array.of(1, 0, 0, 2e-6, 1, 0, 0, 0, 1) } },
      },
      "bad-input",
      "[1, 0] is 0.000002, [0, 1] is 0",
    ],
  ];
  it.each(bad)("refuses %s", async (_, parts, code, text) => {
    await expectRefusal(() => checkNetwork(network(parts)), code, text);
  });
});

describe("makeNetwork", () => {
  it("builds from lists", () => {
    const made = makeNetwork({
      layers: [
        { weight: [[1, 2]], bias: [3] },
        { weight: [[4]], weightVariance: 1 },
      ],
    });
    expect(made.layers[0]).toEqual({
      weight: { rows: 1, columns: 2, data: new Float64Array([1, 2]) },
      bias: new Float64Array([3]),
      activation: relu,
      weightVariance: null,
    });
    expect(made.layers[1]).toMatchObject({ activation: null, weightVariance: 1 });
  });

  it("takes matrices and activations as they are", () => {
    const weight = matrix(2, 3);
    const own = { ...relu, name: "mine" };
    const [first] = makeNetwork({ layers: [{ weight, activation: own }] }).layers;
    expect(first!.weight).toBe(weight);
    expect(first!.activation).toBe(own);
  });

  it("refuses what is no network", async () => {
    await expectRefusal(() => makeNetwork({ layers: 1 as never }), "bad-network", "layers");
    await expectRefusal(() => makeNetwork({ layers: [] }), "bad-network", "at least one");
    await expectRefusal(
      () => makeNetwork({ layers: [{ weight: [[1], [1, 2]] }] }),
      "bad-network",
      "layers.0.weight[1]",
    );
    await expectRefusal(
      () => makeNetwork({ layers: [{ weight: [[Number.NaN]] }] }),
      "bad-network",
      "[0][0] is NaN",
    );
    await expectRefusal(
      () => makeNetwork({ layers: [{ weight: [[1]], activation: "x" }] }),
      "unknown-activation",
    );
  });
});
