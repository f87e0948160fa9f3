import { describe, it } from "vitest";
import { readNetwork } from "../../src/network/read.ts";
import { tailBySampling } from "../../src/tail/tail-by-sampling.ts";
import { tailBySplitting } from "../../src/tail/tail-by-splitting.ts";
import { type TailOptions, tailProbability } from "../../src/tail/tail-probability.ts";
import { files, json, kprop, network, SMALL } from "./support.ts";

const file = await files();
const small = await file("small.json", SMALL);

describe.concurrent("tail", () => {
  it("prints what the library gives, to the last bit", async ({ expect }) => {
    const got = await json("tail", small, "--threshold", "1.5e0", "--order", "3", "--below");
    const options: TailOptions = { threshold: 1.5, order: 3, side: "below" };
    const want = await tailProbability(await readNetwork(small), options);
    const plain = JSON.parse(JSON.stringify(want, (_, x) => (ArrayBuffer.isView(x) ? [...(x as never)] : x)));
    const estimate = { ...plain, seconds: expect.any(Number) };
    expect(got).toEqual({ threshold: 1.5, side: "below", estimate });
  });

  it("shows every order in a table, and what to doubt", async ({ expect }) => {
    const digits = network("digits-64-128-128-10.safetensors");
    const { code, stdout, stderr } = await kprop(["tail", digits, "--threshold", "-4", "--order", "3"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [first, second, , head, ...rows] = stdout.split("\n");
    expect([first, second]).toEqual([
      "64 → 128 relu ×2 → 10",
      "order 3 simple, shared-chain, exact metric, f64",
    ]);
    expect(head).toMatch(/^P\(output > -4\) {2}output 0 {2}output 1 .* output 4$/);
    expect(rows.slice(0, 3).map((row) => row.slice(0, 14))).toEqual([
      "order 1 simple",
      "order 2 simple",
      "order 3 simple",
    ]);
    expect(stdout).toContain("… 5 more outputs (all with --json)\n");
    expect(stdout).toContain("warning: no activation is recorded in the file: relu assumed\n");
  });

  it("compares with samples and splitting", async ({ expect }) => {
    const flags = [
      "--threshold",
      "2",
      "--neuron",
      "0",
      "--samples",
      "1e3",
      "--splitting",
      "2e4",
      "--seed",
      "3",
    ];
    const got = await json<{ sampling: object; splitting: object }>("tail", small, ...flags);
    const question = { threshold: 2, neuron: 0, seed: 3 };
    const read = await readNetwork(small);
    const sampled = await tailBySampling(read, { ...question, samples: 1000 });
    const split = await tailBySplitting(read, { ...question, samples: 20_000 });
    const counted = [...sampled.counted.probability];
    expect(got.sampling).toMatchObject({ samples: 1000, seed: 3, counted: { probability: counted } });
    expect(got.splitting).toMatchObject({ probability: [...split.probability], samples: split.samples });
    const { stdout } = await kprop(["tail", small, ...flags]);
    const names = stdout.match(/^(order|samples|splitting).*?(?= {2})/gm);
    const extrapolated = ["Gaussian", "Edgeworth", "saddlepoint"].map((name) => `samples, ${name}`);
    expect(names).toEqual(["order 1 simple", "order 2 simple", "samples", ...extrapolated, "splitting"]);
  });

  it("of one output, below what a double holds", async ({ expect }) => {
    const { stdout } = await kprop(["tail", small, "--threshold", "1000", "--neuron", "0", "--order", "1"]);
    expect(stdout).toMatch(/P\(output > 1000\) {2,}output 0\norder 1 simple +1e-\d{4,}\n/);
  });
});
