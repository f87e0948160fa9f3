import { describe, it } from "vitest";
import type { ErrorCode } from "../../src/errors.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { sample } from "../../src/sampling/sample.ts";
import { expectRefusal } from "../network/helpers.ts";
import { network } from "./networks.ts";

const net = network([2, 3, 1]);

const samples: [unknown, ErrorCode, string][] = [
  [undefined, "bad-option", "samples is undefined"],
  [null, "bad-option", "sample: options is null; expected an object"],
  [100, "bad-option", "options is 100"],
  [{ samples: "100" }, "bad-option", 'samples is "100"'],
  [{ samples: 100n }, "bad-option", "samples is 100n"],
  [{ samples: Number.NaN }, "bad-option", "samples is NaN"],
  [{ samples: 2, sead: 1 }, "bad-option", "unknown option sead; did you mean seed?"],
  [{ samples: 2, seed: "1" }, "bad-option", 'seed is "1"'],
  [{ samples: 2, seed: null }, "bad-option", "seed is null"],
  [{ samples: 2, dtype: 2n }, "bad-option", "dtype is 2n"],
  [{ samples: 2, precision: 1 }, "bad-option", 'precision is 1; expected "strict" or "relaxed"'],
  [{ samples: 2, antithetic: "no" }, "bad-option", 'antithetic is "no"; expected true or false'],
  [
    { samples: 2, variance: "least" },
    "bad-option",
    'variance is "least"; expected one of plain, antithetic, control',
  ],
  [{ samples: 2, variance: true }, "bad-option", "variance is true"],
  [
    { samples: 2, variance: "sobol", antithetic: true },
    "bad-option",
    'variance is "sobol", but antithetic is true',
  ],
  [{ samples: 3, variance: "antithetic" }, "bad-option", 'samples is 3; "antithetic" needs a multiple of 2'],
  [{ samples: 1000, variance: "sobol" }, "bad-option", 'samples is 1000; "sobol" needs a multiple of 1024'],
  [{ samples: 2, layers: 1 }, "bad-option", "layers is 1; expected true or false"],
  [{ samples: 2, signal: 1 }, "bad-option", "signal is 1; expected an AbortSignal"],
  [{ samples: 2, onProgress: {} }, "bad-option", "onProgress is {}; expected a function"],
  [{ samples: 2, input: null }, "bad-input", "input is null"],
  [{ samples: 2, input: { mean: [1] } }, "bad-input", "input.mean has length 1"],
  [{ samples: 2, input: { mean: [1, Number.NaN] } }, "bad-input", "input.mean[1] is NaN"],
];

describe("sample refuses", () => {
  it.each(samples)("%o", async (options, code, message) => {
    await expectRefusal(() => sample(net, options as never), code, message);
  });
});

const drawn: [unknown, ErrorCode, string][] = [
  [undefined, "bad-option", "width is undefined"],
  [null, "bad-option", "randomNetwork: options is null"],
  [{ widht: 2 }, "bad-option", "unknown option widht; did you mean width?"],
  [{ width: "88", depth: 1 }, "bad-option", 'width is "88"'],
  [{ width: 8n, depth: 1 }, "bad-option", "width is 8n"],
  [{ widths: "88" }, "bad-option", 'widths is "88"; expected a list of integers'],
  [{ widths: null }, "bad-option", "widths is null"],
  [{ widths: [] }, "bad-option", "widths is []; expected a hidden width"],
  [{ widths: Array(1) }, "bad-option", "widths[0] is undefined"],
  [{ width: 2, depth: 1, inputs: null }, "bad-option", "inputs is null"],
  [{ width: 2, depth: 1, biasVariance: "0" }, "bad-option", 'biasVariance is "0"'],
  [{ width: 2, depth: 1, initialisation: 2n }, "bad-option", "initialisation is 2n"],
  [{ width: 2, depth: 1, signal: "stop" }, "bad-option", 'signal is "stop"'],
  [{ width: 2, depth: 1, activation: 2n }, "unknown-activation", "2n"],
  [{ width: 2, depth: 1, activation: null }, "unknown-activation", "null"],
];

describe("randomNetwork refuses", () => {
  it.each(drawn)("%o", async (options, code, message) => {
    await expectRefusal(() => randomNetwork(options as never), code, message);
  });
});
