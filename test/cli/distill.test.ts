import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, it } from "vitest";
import type { Network } from "../../src/network/network.ts";
import { widths } from "../../src/network/network.ts";
import { readNetwork } from "../../src/network/read.ts";
import { studentOf } from "../../src/training/student.ts";
import { train } from "../../src/training/train.ts";
import { files, folder, golden, json, kprop, network, SMALL } from "./support.ts";

const file = await files();
const place = await folder();
const small = await file("small.json", SMALL);
/** Its output, an activation's, is bounded. */
const bounded = await file("bounded.json", {
  layers: [SMALL.layers[0], { weight: [[1, -1]], activation: "tanh" }],
});
const linear = await file("linear.json", { layers: [{ weight: [[1, -2]], bias: [3] }] });
const constant = await file("constant.json", {
  layers: [{ weight: [[0, 0]], bias: [0.5], activation: "relu" }, { weight: [[1]] }],
});
const teacher = golden("relu-rectangular.safetensors");
/** Narrow enough for order 2 augment to give a negative squared difference before long. */
const narrow = join(place, "narrow.safetensors");
await kprop([
  ...["generate", "--inputs", "16", "--width", "16", "--depth", "4"],
  ...["--outputs", "1", "--seed", "3", "-o", narrow],
]);

interface Printed {
  readonly before: { difference: number; share: number | null };
  readonly after: { difference: number; share: number | null };
  readonly history: number[];
  readonly stopped: { reason: string; step: number } | null;
  readonly warnings: { code: string }[];
}

let count = 0;
const output = () => join(place, `student-${++count}.safetensors`);

function distill(path: string, to: string, ...flags: string[]): Promise<Printed> {
  return json("distill", path, "--width", "5", "--steps", "6", "-o", to, "--samples", "2000", ...flags);
}

function activations({ layers }: Network) {
  return layers.map(({ activation }) => activation?.name ?? null);
}

describe.concurrent("distill", () => {
  it("writes the student that the library trains, the same for the same seed", async ({ expect }) => {
    const paths = [output(), output()];
    const flags = ["--seed", "4", "--optimiser", "momentum", "--rate", "0.05", "--order", "3"];
    const [{ history }] = await Promise.all(paths.map((path) => distill(teacher, path, ...flags)));
    expect(await readFile(paths[0]!)).toEqual(await readFile(paths[1]!));
    const target = await readNetwork(teacher);
    const weight = 1 / widths(target).at(-1)!;
    const want = await train(
      await studentOf(target, { width: 5, seed: 4 }),
      { type: "sum", terms: [{ weight, loss: { type: "squared-difference", target } }] },
      { steps: 6, order: 3, optimiser: { type: "momentum", rate: 0.05 } },
    );
    expect(history).toEqual([...want.history]);
    expect((await readNetwork(paths[0]!)).layers).toEqual(want.network.layers);
    expect((await readdir(place)).filter((name) => name.includes("partial"))).toEqual([]);
  });

  it.for([
    ["of biases", small],
    ["whose last layer has an activation", bounded],
    ["of one linear layer", linear],
    ["of other widths", teacher],
    ["of gelu", golden("gelu-8x3-bias.safetensors")],
    ["of tanh", golden("tanh-8x3-bias.safetensors")],
    ["of several activations", golden("mixed-8x4.safetensors")],
    ["with recorded variances of weights", golden("relu-8x4-average-metric.safetensors")],
    ["with an input of its own", golden("relu-8x3-gaussian-input.safetensors")],
  ] as const)("takes a teacher %s", async ([, path], { expect }) => {
    const to = output();
    const { before, after, history } = await distill(path, to, "--rate", "0.02");
    const [large, drawn] = [await readNetwork(path), await readNetwork(to)];
    expect(history).toHaveLength(7);
    expect(after.difference).toBeLessThan(before.difference);
    const [first, ...others] = widths(large);
    expect(widths(drawn)).toEqual([first, ...others.slice(1).map(() => 5), others.at(-1)]);
    expect(activations(drawn)).toEqual(activations(large));
    expect(drawn.layers.every(({ bias }) => bias !== null)).toBe(true);
    expect(drawn.input).toEqual(large.input);
  });

  it.for([
    ["--order", "3", "--kind", "simple"],
    ["--order", "2", "--kind", "augment", "--dtype", "f32"],
    ["--order", "2", "--kind", "base", "--optimiser", "sgd", "--threads", "1"],
  ])("by %s %s %s %s %s", async (flags, { expect }) => {
    const printed = await distill(small, output(), ...flags);
    expect(printed).toMatchObject({ order: Number(flags[1]), kind: flags[3], stopped: null });
    expect(printed.history.at(-1)!).toBeLessThan(printed.history[0]!);
  });

  it("estimates what samples find", async ({ expect }) => {
    const digits = network("digits-64-128-128-10.safetensors");
    const { history, before } = await distill(digits, output(), "--width", "32", "--samples", "20000");
    // The estimate of order 2 is off by some 5 %.
    expect(Math.abs(history[0]! / before.difference - 1)).toBeLessThan(0.1);
  });

  it("says what it made of it", async ({ expect }) => {
    const to = output();
    const flags = ["--width", "40", "--steps", "3", "--samples", "1e3", "-o", to];
    const { code, stdout, stderr } = await kprop(["distill", linear, ...flags]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^2 → 1\nby 2 → 1\norder 2 simple, f64; 3 steps of adam, rate 0.01\n\d+ FLOP, /);
    expect(stdout).toMatch(/\n\nmean squared difference +before +after\nestimated +[\d.]+ +[\d.]+\n/);
    expect(stdout).toMatch(
      /\nby 1000 samples +[\d.]+ +[\d.]+\n… of the teacher's variance +[\d.]+ +[\d.]+\n/,
    );
    expect(stdout.endsWith(`\n\nwritten to ${to}\n`)).toBe(true);
  });

  it("stops where the estimate is no longer to be trusted, writes what it had and says so", async ({
    expect,
  }) => {
    const to = output();
    const flags = ["--kind", "augment", "--width", "8", "--steps", "100"];
    const { history, stopped, after, before } = await distill(narrow, to, ...flags);
    expect(stopped).toMatchObject({ reason: "unreliable", step: history.length });
    expect(after.difference).toBeLessThan(before.difference / 2);
    const { stdout } = await kprop(["distill", narrow, ...flags, "-o", output(), "--samples", "100"]);
    expect(stdout).toContain(
      `warning: stopped at step ${history.length}, with the weights before it: 1 output with negative predicted variance`,
    );
    expect((await readNetwork(to)).layers).toHaveLength(5);
  });

  it("gives no share of a variance that there is not", async ({ expect }) => {
    const { before, after } = await distill(constant, output());
    expect([before.share, after.share]).toEqual([null, null]);
  });

  it("repeats what was assumed of the teacher", async ({ expect }) => {
    const path = network("he-relu-256x4.safetensors");
    const { warnings: known } = await json<Printed>("estimate", path, "--order", "1");
    const to = output();
    const { warnings } = await distill(path, to, "--width", "16", "--steps", "1");
    const assumed = (list: Printed["warnings"]) => list.filter(({ code }) => code === "assumed");
    expect(assumed(warnings)).toEqual(assumed(known));
    expect((await readNetwork(to)).layers).toHaveLength(5);
    expect(basename(to)).toMatch(/^student/);
  });
});
