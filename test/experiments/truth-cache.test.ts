import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { judge } from "../../experiments/measure/judge.ts";
import { randomSubject } from "../../experiments/measure/subject.ts";
import { mergeChunks } from "../../experiments/measure/truth.ts";
import { CHUNK, TruthCache } from "../../experiments/measure/truth-cache.ts";
import { estimate, sample } from "../../src/index.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kprop-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const subject = randomSubject({ activation: "relu", width: 6, depth: 1, seed: 3 });
const watch = { signal: new AbortController().signal, onProgress: () => {} };

describe("the cache of truths", () => {
  it("adds chunks to those that it has", async () => {
    const first = await TruthCache.open(subject, folder);
    expect(first.missing(2 * CHUNK)).toBe(2 * CHUNK);
    await first.extend(2 * CHUNK, watch);
    const later = await TruthCache.open(subject, folder);
    expect(later.missing(4 * CHUNK - 1)).toBe(2 * CHUNK);
    await later.extend(4 * CHUNK, watch);
    const all = (await TruthCache.open(subject, folder)).first(4 * CHUNK);
    expect(all.slice(0, 2)).toEqual(first.first(2 * CHUNK));
    expect(all).toHaveLength(4);
    const alone = await sample(await subject.load(), { samples: CHUNK, seed: 3, antithetic: true });
    expect(all[3]).toEqual(alone.output);
  });

  it("keeps what was sampled before it was interrupted", async () => {
    const inside = join(folder, "interrupted");
    const interrupt = new AbortController();
    const cache = await TruthCache.open(subject, inside);
    const onProgress = () => interrupt.abort(new Error("interrupted"));
    await expect(cache.extend(4 * CHUNK, { signal: interrupt.signal, onProgress })).rejects.toThrow();
    expect((await TruthCache.open(subject, inside)).missing(4 * CHUNK)).toBe(3 * CHUNK);
    expect(await readdir(inside)).toHaveLength(1);
  });

  it("merges chunks into what is known of a network that has one hidden layer, which estimates solve", async () => {
    const cache = await TruthCache.open(subject, folder);
    await cache.extend(16 * CHUNK, watch);
    const truth = mergeChunks(cache.first(16 * CHUNK));
    const { output } = await estimate(await subject.load(), { order: 2 });
    const { vnmse, noise } = judge(truth, output.mean);
    expect(Math.abs(vnmse)).toBeLessThan(4 * noise);
    expect(noise).toBeLessThan(1 / truth.samples);
  });
});
