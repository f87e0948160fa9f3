import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../src/errors.ts";
import { readNetwork } from "../../src/network/read.ts";
import { expectRefusal } from "./helpers.ts";

const read = (value: unknown, options = {}) =>
  readNetwork(new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value)), options);

const two = {
  layers: [
    {
      weight: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      bias: [0.1, 0.2, 0.3],
      activation: "identity",
      weightVariance: 2,
    },
    { weight: [[7, 8, 9]] },
  ],
};

describe("JSON", () => {
  it("reads layers, biases, activations, variances and the input", async () => {
    const network = await read({
      ...two,
      input: {
        mean: [1, 2],
        covariance: [
          [2, 1],
          [1, 2],
        ],
      },
    });
    expect(network.layers[0]).toMatchObject({
      weight: { rows: 3, columns: 2, data: new Float64Array([1, 2, 3, 4, 5, 6]) },
      bias: new Float64Array([0.1, 0.2, 0.3]),
      activation: { name: "identity" },
      weightVariance: 2,
    });
    expect(network.layers[1]).toMatchObject({ bias: null, activation: null, weightVariance: null });
    expect(network.input!.covariance!.data).toEqual(new Float64Array([2, 1, 1, 2]));
    expect(network.notes).toEqual([]);
  });

  it("transposes [in, out], as the file or the option says", async () => {
    const layers = [
      {
        weight: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
    ];
    for (const network of [
      await read({ layers, orientation: "in-out" }),
      await read({ layers }, { orientation: "in-out" }),
    ]) {
      expect(network.layers[0]!.weight).toEqual({
        rows: 3,
        columns: 2,
        data: new Float64Array([1, 4, 2, 5, 3, 6]),
      });
    }
  });

  it("assumes relu on hidden layers, with a note; the option wins", async () => {
    const layers = [{ weight: [[1]] }, { weight: [[1]], activation: "identity" }, { weight: [[1]] }];
    const names = (network: Awaited<ReturnType<typeof read>>) =>
      network.layers.map(({ activation }) => activation?.name);
    const assumed = await read({ layers });
    expect(names(assumed)).toEqual(["relu", "identity", undefined]);
    expect(assumed.notes).toHaveLength(1);
    expect(names(await read({ layers }, { activation: "identity" }))).toEqual([
      "identity",
      "identity",
      undefined,
    ]);
  });

  it("begins after white space and a byte order mark", async () => {
    expect((await read(`\uFEFF \n\t${JSON.stringify(two)}`)).layers).toHaveLength(2);
  });

  const bad: [string, unknown, ErrorCode, string][] = [
    ["invalid JSON", '{"layers": [', "bad-file", "not valid JSON"],
    ["a key twice", '{"layers": [], "layers": []}', "bad-file", '"layers" twice'],
    ["no layers", {}, "bad-file", "layers is undefined"],
    ["empty layers", { layers: [] }, "bad-file", "layers is []"],
    ["an unknown key", { layers: [{ weight: [[1]] }], extra: 1 }, "bad-file", '"extra"'],
    [
      "an unknown key of a layer",
      { layers: [{ weights: [[1]] }] },
      "bad-file",
      'layers[0] has the unknown key "weights"',
    ],
    ["__proto__", '{"layers": [{"weight": [[1]], "__proto__": {}}]}', "bad-file", "__proto__"],
    ["a layer that is a list", { layers: [[[1]]] }, "bad-file", "layers[0]"],
    ["no weight", { layers: [{ bias: [1] }] }, "bad-file", "layers[0].weight"],
    [
      "a row of another length",
      { layers: [{ weight: [[1]] }, { weight: [[1], [1], [1], [1, 2]] }] },
      "bad-file",
      "layers[1].weight[3]",
    ],
    ["an empty row", { layers: [{ weight: [[]] }] }, "bad-file", "layers[0].weight[0]"],
    ["a row that is a number", { layers: [{ weight: [[1], 2] }] }, "bad-file", "layers[0].weight[1]"],
    ["text in a row", { layers: [{ weight: [["1"]] }] }, "bad-file", 'layers[0].weight[0][0] is "1"'],
    ["an overflow", '{"layers": [{"weight": [[1e999]]}]}', "bad-file", "layers[0].weight[0][0] is Infinity"],
    [
      "null in a bias",
      { layers: [{ weight: [[1]], bias: [null] }] },
      "bad-file",
      "layers[0].bias[0] is null",
    ],
    [
      "a bias of another length",
      { layers: [{ weight: [[1]], bias: [1, 2] }] },
      "bad-network",
      "layers[0].bias",
    ],
    [
      "layers that do not chain",
      { layers: [{ weight: [[1]] }, { weight: [[1, 2]] }] },
      "bad-network",
      '"layers[1].weight" [1, 2]',
    ],
    [
      "a hidden layer without activation",
      { layers: [{ weight: [[1]], activation: null }, { weight: [[1]] }] },
      "bad-network",
      "layers.0",
    ],
    [
      "an unknown activation",
      { layers: [{ weight: [[1]], activation: "rel" }] },
      "unknown-activation",
      "rel",
    ],
    [
      "a variance that is text",
      { layers: [{ weight: [[1]], weightVariance: "2" }] },
      "bad-file",
      "weightVariance",
    ],
    ["another orientation", { layers: [{ weight: [[1]] }], orientation: "rows" }, "bad-file", "orientation"],
    ["an input without mean", { layers: [{ weight: [[1]] }], input: {} }, "bad-file", "input.mean"],
    [
      "a mean of another length",
      { layers: [{ weight: [[1]] }], input: { mean: [1, 2] } },
      "bad-network",
      "recorded input",
    ],
    [
      "a covariance that is not symmetric",
      {
        layers: [{ weight: [[1, 1]] }],
        input: {
          mean: [0, 0],
          covariance: [
            [1, 0.5],
            [0.4, 1],
          ],
        },
      },
      "bad-input",
      "[1, 0] is 0.4, [0, 1] is 0.5",
    ],
  ];
  it.each(bad)("refuses %s", async (_, value, code, text) => {
    await expectRefusal(() => read(value, { format: "json" }), code, text);
  });
});
