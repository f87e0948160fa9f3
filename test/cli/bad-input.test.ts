import { mkdir, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, it } from "vitest";
import { encodeSafetensors } from "../../src/network/safetensors/encode.ts";
import { npyF8, rawSafetensors } from "../network/helpers.ts";
import { FIXTURE, PLAIN, withNumber, without } from "../whest/files.ts";
import { files, folder, golden, kprop, network, SMALL, tensor, WIDE } from "./support.ts";

const file = await files();
const place = await folder();
const small = await file("small.json", SMALL);
const one = { layers: [{ weight: [[3]] }] };

/** A safetensors file of a layer 2 → 2 and a layer 2 → `inputs` whose entries are `numbers`. */
function twoLayers(inputs: number, numbers: number[], metadata: [string, string][] = []) {
  const first = ["layers.0.weight", tensor([2, 2], 1, 2, 3, 4)] as const;
  const second = ["layers.1.weight", tensor([1, inputs], ...numbers)] as const;
  return encodeSafetensors(new Map([first, second]), new Map(metadata));
}

function header(entry: object, data: number, length?: number) {
  return rawSafetensors(JSON.stringify({ "layers.0.weight": entry }), data, length);
}

async function cut(path: string, length: number): Promise<string> {
  return file(`cut-${basename(path)}`, (await readFile(path)).subarray(0, length));
}

/** Arguments that are refused, and what the message must say. */
type Case = readonly [args: readonly string[], ...says: (string | RegExp)[]];

const nothing = join(place, "nothing");
const parquet = network("whest-none-v2-plain.parquet");
const npz = network("numpy-savez.npz");
/** The first weights of row 2 in PLAIN. */
const ROW_2 = [0, -0.75, -0.75, -0.75, 0, -1];
const honest = { dtype: "F64", shape: [1, 1], data_offsets: [0, 8] };
const truth = { mean: [0], variance: [1], standard_error: [0.1] };

const student = ["--width", "4", "--steps", "5", "-o", "x"];

const commandLine: Case[] = [
  [["estimat", small], "unknown command 'estimat'", "see kprop --help"],
  [["help", "estimat"], "no such command"],
  [["--verbose"], "unknown option '--verbose'"],
  [["estimate"], "missing required argument 'NET'", "see kprop estimate --help"],
  [["estimate", small, "more"], "too many arguments"],
  [["estimate", small, "--orders", "1"], "unknown option '--orders'", "--order"],
  ...["0", "5", "1.5", "two", ""].map((order): Case => [["estimate", small, "--order", order], "1, 2, 3, 4"]),
  [["plan", small, "--order", "5"], "1, 2, 3, 4"],
  [["estimate", small, "--kind", "fancy"], "'fancy'", "augment-tree"],
  [["estimate", small, "--kind", "base", "--order", "1"], "base", "2 to 4"],
  [["estimate", small, "--metric", "mean"], "'mean'", "average"],
  [["estimate", small, "--metric", "average"], "layer 1 has none"],
  [["estimate", small, "--dtype", "f16"], "'f16'", "f32, f64"],
  [["sample", small, "--samples", "2", "--precision", "f32"], "'f32'", "strict, relaxed"],
  [["estimate", small, "--format", "onnx"], "'onnx'", "safetensors"],
  [["estimate", small, "--orientation", "up"], "'up'", "in-out"],
  [["estimate", small, "--activation", "wiggle"], 'unknown activation "wiggle"', "relu"],
  [["estimate", small, "--activation", "relu,relu,relu"], "3 activations for 2 layers"],
  [["sample", small], "--samples <N>", "not specified"],
  [["tail", small], "--threshold <T>", "not specified"],
  ...["three", "", "NaN", "Infinity", "1e999", "0x10"].map(
    (n): Case => [["tail", small, "--threshold", n], `'${n}'`, "finite number"],
  ),
  [["tail", small, "--threshold", "1", "--neuron", "1"], "neuron is 1; expected an integer from 0 to 0"],
  [["tail", small, "--threshold", "1", "--neuron", "-1"], "'-1'", "whole number from 0"],
  [["tail", small, "--threshold", "1", "--samples", "3"], "'3'", "whole number from 4"],
  [
    ["tail", small, "--threshold", "1", "--splitting", "100"],
    "samples is 100; splitting takes at least 20000",
  ],
  [["tail", small, "--threshold", "1", "--order", "1", "--kind", "base"], "2 to 4"],
  ...["0", "-5", "1.5", "many", "", "_", "1e99", "Infinity", "0x10"].map(
    (n): Case => [["sample", small, "--samples", n], `'${n}'`, "whole number from 1"],
  ),
  [["sample", small, "--samples", "3", "--antithetic"], "a multiple of 2"],
  [["sample", small, "--samples", "3", "--seed", "-1"], "whole number from 0"],
  [["compare", small, "--samples", "1"], "whole number from 2"],
  [["estimate", small, "--verify", "63"], "'63'", "whole number from 64"],
  [["estimate", small, "--combine", "safe"], "verify says how many"],
  [["estimate", small, "--verify", "64", "--combine", "both"], "'both'", "safe, calibrated"],
  [["compare", small, "--orders", "1,5"], "'1,5'", "1, 2, 3, 4"],
  [["compare", small, "--orders", "1,,2"], "1, 2, 3, 4"],
  [["compare", small, "--kinds", "simple,fancy"], "augment-tree"],
  [["compare", small, "--kinds", "base", "--samples", "1e12"], "base", "2 to 4"],
  [["generate", "--width", "4", "--depth", "1"], "--output <FILE>"],
  [["generate", "--width", "0", "--depth", "1", "-o", "x"], "whole number from 1"],
  [["generate", "--width", "4", "--depth", "-1", "-o", "x"], "whole number from 0"],
  [["generate", "--width", "4", "--depth", "1", "--activation", "wiggle", "-o", "x"], "wiggle"],
  [["distill", small, "--width", "4", "--steps", "5"], "--output <FILE>"],
  [["distill", small, "--steps", "5", "-o", "x"], "--width <N>"],
  [["distill", small, "--width", "0", "--steps", "5", "-o", "x"], "'0'", "whole number from 1"],
  [["distill", small, "--width", "4", "--steps", "0", "-o", "x"], "'0'", "whole number from 1"],
  [["distill", small, ...student, "--rate", "-1"], "'-1'", "number of at least 0"],
  [["distill", small, ...student, "--optimiser", "lion"], "'lion'", "sgd, momentum, adam"],
  [["distill", small, ...student, "--order", "1"], '"squared-difference" takes order 2 or more'],
  [["distill", small, ...student, "--samples", "1"], "whole number from 2"],
];

const networks: Case[] = [
  [["estimate", nothing], nothing, "no such file"],
  [["estimate", place], place, "directory"],
  [["estimate", "file://a%zz/b"], "no valid URL"],
  [["estimate", "https://localhost/net"], "fetch it and pass its bytes"],
  [["estimate", "file://a%zz/b", "--cumulants", small], "no valid URL"],
  [["estimate", await file("empty", new Uint8Array(0))], "empty", "0 bytes"],
  [["estimate", await file("noise", new Uint8Array(99).fill(7))], "noise", "07 07 07"],
  [["estimate", await file("lines.json", new TextEncoder().encode('{"layers":\n[{\n}]]'))], "not valid JSON"],
  [["estimate", await file("twice.json", new TextEncoder().encode('{"layers":[],"layers":[]}'))], "twice"],
  [["estimate", await file("key.json", { ...one, colour: 1 })], 'unknown key "colour"'],
  [
    ["estimate", await file("nan.st", twoLayers(2, [1, Number.NaN]))],
    "nan.st",
    "layers.1.weight[0, 1] is NaN",
  ],
  [["sample", await file("inf.st", twoLayers(2, [1 / 0, 1])), "--samples", "9"], "[0, 0] is Infinity"],
  [["plan", await file("chain.st", twoLayers(3, [1, 2, 3]))], "do not chain", '"layers.1.weight" [1, 3]'],
  [
    ["estimate", await file("what.st", twoLayers(2, [1, 2], [["activations", '["wiggle"]']]))],
    "what.st: unknown",
  ],
  [["estimate", await cut(golden("relu-8x4-bias.safetensors"), 3000)], "header length", "truncated?"],
  [["estimate", await cut(network("he-relu-256x4.safetensors"), 9999)], "ends at byte", "truncated?"],
  [["estimate", await file("long.st", header(honest, 8, 2 ** 31))], "above the format's limit"],
  [
    ["estimate", await file("type.st", header({ ...honest, dtype: "I64" }, 8))],
    '"I64"',
    "F64, F32, F16, BF16",
  ],
  [["estimate", await file("lie.st", header({ ...honest, shape: [9, 9] }, 8))], "takes 648 bytes", "give 8"],
  [["estimate", await file("gap.st", header(honest, 16))], "8 bytes after the last tensor"],
  [["estimate", await cut(npz, 700)], basename(npz)],
  [["estimate", await cut(parquet, 2000)], basename(parquet)],
  [["estimate", parquet], "3 rows", "option row"],
  [["estimate", parquet, "--row", "3"], "3 rows", "no row 3"],
  [["estimate", parquet, "--row", "-1"], "whole number from 0"],
  [["estimate", parquet, "--row", "0", "--activation", "relu"], "does not apply"],
  [["estimate", small, "--row", "0"], "row does not apply to json"],
  [["estimate", small, "--format", "npz"], "small.json"],
  [["distill", nothing, ...student], nothing, "no such file"],
  [["distill", parquet, ...student], "3 rows", "option row"],
];

const vectors = {
  short: await file("short.json", [1]),
  mean: await file("mean.json", [1, 2]),
  nan: await file("nan.npy", npyF8([2], [1, Number.NaN])),
  indefinite: await file("indefinite.json", [
    [1, 2],
    [2, 1],
  ]),
  negative: await file("negative.json", [
    [1, 0],
    [0, -1],
  ]),
  crooked: await file("crooked.json", [
    [1, 0.5],
    [0.25, 1],
  ]),
  wide: await file("wide.npy", npyF8([3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1])),
  two: await file("two.st", twoLayers(2, [1, 2])),
};

const inputs: Case[] = [
  [["estimate", small, "--input-mean", nothing], nothing, "no such file"],
  [["estimate", small, "--input-mean", vectors.short], "input.mean has length 1", "2 inputs"],
  [["estimate", small, "--input-mean", vectors.nan], "input.mean[1] is NaN"],
  [["estimate", small, "--input-mean", vectors.wide], "shape [3, 3]", "a mean is a vector"],
  [["estimate", small, "--input-mean", vectors.two], "two.st", "2 tensors"],
  [["plan", small, "--input-covariance", vectors.wide], "input.covariance is [3, 3]", "2 inputs"],
  [["estimate", small, "--input-covariance", vectors.mean], "shape [2]", "a covariance is a matrix"],
  [["estimate", small, "--input-covariance", vectors.crooked], "not symmetric", "[1, 0] is 0.25"],
  [["estimate", small, "--input-covariance", vectors.indefinite], "not positive semidefinite", "variable 1"],
  [["estimate", small, "--input-covariance", vectors.negative], "not positive semidefinite", "variable 1"],
  [
    ["sample", small, "--samples", "1e12", "--input-covariance", vectors.indefinite],
    "not positive semidefinite",
  ],
  [
    ["compare", small, "--samples", "1e12", "--input-covariance", vectors.indefinite],
    "not positive semidefinite",
  ],
];

const wide = await file("wide-network.json", WIDE);
const huge = await file("huge.json", {
  layers: [{ weight: [[1e200]], activation: "relu" }, { weight: [[1e200]] }],
});
/** 20 layers of width 256, whose cumulants of order 3 take 128 MiB at each Z and X. */
const deep = join(place, "deep.safetensors");
await kprop(["generate", "--width", "256", "--depth", "20", "-o", deep]);
const constant = await file("constant.json", { layers: [{ weight: [[0]], bias: [0.1] }] });

const size: Case[] = [
  [
    ["estimate", wide, "--cumulants", "x"],
    "widths 1-40000-2-1 in f64",
    /needs [1-9][\d.]* GiB; .* holds 4.00 GiB/,
  ],
  [["compare", wide, "--samples", "1e12"], "order 2", /needs [1-9][\d.]* GiB/],
  [["generate", "--width", "1e6", "--depth", "1", "-o", "x"], "GiB"],
  ...["20000", "1e6", "1e15"].map(
    (width): Case => [
      ["distill", deep, "--width", width, "--steps", "9", "-o", "x"],
      /needs [1-9][\d.e+]* GiB/,
    ],
  ),
  [["estimate", deep, "--order", "3", "--cumulants", "x"], /cumulants of every layer take [\d.]+ GiB/],
  [["estimate", huge, "--cumulants", "x"], "overflow"],
  [["compare", constant, "--samples", "99"], "do not vary"],
];

const truths: Case[] = [
  [["compare", small, "--samples", "1e12", "--truth", nothing], nothing, "no such file"],
  [["compare", small, "--samples", "1e12", "--truth", vectors.mean], "no JSON object"],
  [["compare", small, "--samples", "1e12", "--truth", parquet], "UTF-8"],
  [await wrong("missing", { standard_error: undefined }), "standard_error is missing"],
  [await wrong("length", { mean: [0, 0] }), "mean has length 2", "expected 1"],
  [await wrong("null", { mean: [null] }), "mean[0] is null"],
  [await wrong("minus", { variance: [-1] }), "variance[0] is -1"],
  [await wrong("error", { standard_error: [-1] }), "standard_error[0] is -1"],
  [await wrong("constant", { variance: [0] }), "no variance is above 0"],
];

async function wrong(name: string, change: object): Promise<string[]> {
  const path = await file(`${name}.truth.json`, { ...truth, ...change });
  return ["compare", small, "--samples", "1e12", "--truth", path];
}

const fixture = network("whestbench-fixture-32x8.parquet");

const benchmarks: Case[] = [
  [["whest"], "missing required argument 'FILE'", "see kprop whest --help"],
  [["whest", nothing], nothing, "no such file"],
  [["whest", small], "small.json", "begins and ends with PAR1"],
  [["whest", place], "holds no .parquet file"],
  [["whest", await cut(fixture, 50_000)], basename(fixture), "truncated?"],
  [
    ["whest", await file("damaged.parquet", withNumber(PLAIN, ROW_2, Number.NaN))],
    "damaged.parquet: row 2: ",
  ],
  [["whest", await file("no-truth.parquet", without("final_means", FIXTURE))], 'no column "final_means"'],
  [["whest", await file("no-weights.parquet", without("weights", FIXTURE))], "not WhestBench?"],
  [["whest", fixture, "--split", "mini"], "no split mini"],
  [["whest", fixture, "--rows", "3"], "no row 3", "0 to 2"],
  [["whest", fixture, fixture, "--rows", "0-6"], "no row 6", "0 to 5"],
  ...["2-1", "-1", "a-b", "1-", "1.5", "", "0-1-2", "1e3"].map(
    (rows): Case => [["whest", fixture, `--rows=${rows}`], `'${rows}'`, "7 or 0-9"],
  ),
  ...["0", "-1", "much", "1e99"].map(
    (budget): Case => [["whest", fixture, "--budget", budget], `'${budget}'`, "whole number from 1"],
  ),
  [["whest", fixture, "--samples", "0"], "whole number from 1"],
  [["whest", fixture, "--order", "5"], "'5'", "1, 2, 3, 4"],
  [["whest", fixture, "--orders", "1", "--kinds", "base"], "base", "2 to 4"],
  [["whest", fixture, "--row", "1"], "unknown option '--row'", "--rows"],
];

const outputs: Case[] = [
  [["estimate", small, "--cumulants", join("no", "x")], "no folder no"],
  [["estimate", small, "--cumulants", small], "an input of this command"],
  [
    ["estimate", small, "--input-mean", vectors.mean, "--cumulants", vectors.mean],
    "an input of this command",
  ],
  [["estimate", small, "--cumulants", place], "no regular file"],
  [["estimate", small, "--cumulants", "x/"], "no file name"],
  [["estimate", small, "--cumulants", ""], "no file name"],
  [["estimate", small, "--cumulants", "x".repeat(300)], "cannot write xxx", "name too long"],
  [["generate", "--width", "1e6", "--depth", "9", "-o", `${"x".repeat(300)}/net`], "name too long"],
  [["generate", "--width", "4", "--depth", "1", "-o", join(small, "x")], "no folder"],
  [["generate", "--width", "4", "--depth", "1", "-o", "/dev/null"], "no regular file"],
  [["distill", small, "--width", "4", "--steps", "1e9", "-o", join("no", "x")], "no folder no"],
  [["distill", small, "--width", "4", "--steps", "1e9", "-o", small], "an input of this command"],
];

describe.concurrent.for([
  ["the command line", commandLine],
  ["networks", networks],
  ["input distributions", inputs],
  ["size", size],
  ["truths", truths],
  ["benchmarks", benchmarks],
  ["outputs", outputs],
] as const)("bad input: %s", ([group, cases]) => {
  it.for(
    cases.map(([args, ...says], at) => ({ line: args.map(brief).join(" "), at, args, says })),
  )("kprop $line", async ({ at, args, says }, { expect }) => {
    const cwd = join(place, `${group}-${at}`);
    await mkdir(cwd);
    const { code, stdout, stderr } = await kprop(args, cwd);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^kprop: [^\n]+\n$/);
    for (const text of says) expect(stderr).toMatch(text);
    expect(await readdir(cwd)).toEqual([]);
  });
});

function brief(argument: string): string {
  return argument === "" ? "''" : argument.length > 20 ? basename(argument) : argument;
}
