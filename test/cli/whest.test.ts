import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "vitest";
import type { Scores } from "../../src/cli/whest.ts";
import { FIXTURE, PLAIN, withNumber, without } from "../whest/files.ts";
import { files, folder, json, kprop, network } from "./support.ts";

const PATH = network("whestbench-fixture-32x8.parquet");
const file = await files();
type Printed = Scores & { files: string[]; split: string | null; filesOfSplit: number | null };
const score = (...args: string[]) => json<Printed>("whest", ...args, "--threads", "1");

/** Weights so large that order 2 overflows in f32: the first entry of row 1 of the fixture's uncompressed sibling. */
const overflowing = await file("overflow.parquet", withNumber(PLAIN, [-0.5, 0, -0.25, 0.5, 0.5, 0], 3e38));

describe.concurrent("whest", () => {
  it("scores every row of a file that another tool wrote, and averages", async ({ expect }) => {
    const found = await score(
      PATH,
      "--orders",
      "1,2",
      "--samples",
      "1000",
      "--budget",
      "1e6",
      "--dtype",
      "f64",
    );
    expect(found).toMatchObject({ files: [PATH], split: null, filesOfSplit: null });
    expect(found.rows.map(({ row, name, network, budget }) => [row, name, network, budget])).toEqual(
      [0, 1, 2].map((row) => [row, `fixture-${row}`, "32 → 32 relu ×8", 1e6]),
    );
    expect(found.estimators.map(({ estimator }) => estimator)).toEqual([
      "order 1 simple",
      "order 2 simple",
      "1000 samples",
    ]);
    const [first, second, sampled] = found.estimators as [
      Scores["estimators"][0],
      Scores["estimators"][0],
      never,
    ];
    // Known of these networks, in f64.
    expect(first.finalLayerMse).toBeCloseTo(9.257e-3, 5);
    expect(second.finalLayerMse).toBeCloseTo(1.297e-3, 5);
    expect(second.allLayersMse).toBeCloseTo(7.055e-4, 6);
    expect(second).toMatchObject({
      networks: 3,
      flops: 920_089,
      multiplier: expect.closeTo(0.920089, 12),
      overBudget: 0,
      failed: 0,
    });
    expect(second.adjusted).toBeCloseTo(second.finalLayerMse * 0.920089, 15);
    expect(sampled).toMatchObject({ flops: 1000 * 2 * 8 * 32 ** 2, overBudget: 3, multiplier: 1 });
    for (const [e, { finalLayerMse }] of found.estimators.entries()) {
      const each = found.rows.map(({ results }) => results[e]!.finalLayerMse);
      expect(finalLayerMse).toBeCloseTo(each.reduce((sum, x) => sum + x) / 3, 15);
    }
  });

  it("prints what it scored, each network, averages and doubts", async ({ expect }) => {
    const { code, stdout, stderr } = await kprop(["whest", PATH, "--order", "3", "--threads", "1"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("3 networks, 32 → 32 relu ×8, no budget: give one to adjust scores\n");
    expect(stdout).toMatch(/^0 fixture-0 +5\.99e-4$/m);
    expect(stdout).toMatch(/^1 fixture-1 +unreliable 3\.91e-3$/m);
    expect(stdout).toMatch(/^order 3 simple +11\.5 M .* 1\.97e-3 +5\.03e-4 +– +–$/m);
    expect(stdout).toMatch(/^warning: row 1, order 3 simple: successive orders differ .* no convergence$/m);
  });

  it("scores some rows, counted through all files", async ({ expect }) => {
    const [whole, part] = await Promise.all([score(PATH), score(PATH, PATH, "--rows", "2-4")]);
    expect(part.rows.map(({ row, name }) => [row, name])).toEqual([
      [2, "fixture-2"],
      [3, "fixture-0"],
      [4, "fixture-1"],
    ]);
    const errors = ({ rows }: Scores) =>
      rows.map(({ results }) => results.map((result) => result.finalLayerMse));
    expect(errors(part)).toEqual([2, 0, 1].map((row) => errors(whole)[row]));
    expect((await score(PATH, "--rows", "1")).rows.map(({ row }) => row)).toEqual([1]);
  });

  it("finds a split in a folder, and among files", async ({ expect }) => {
    const place = await folder();
    await mkdir(join(place, "data"));
    const parts = ["full-00000-of-00001", "mini-00000-of-00003", "mini-00001-of-00003"];
    const paths = parts.map((name) => join(place, "data", `${name}.parquet`));
    for (const path of paths) await writeFile(path, FIXTURE);
    const flags = ["--split", "mini", "--order", "1"];
    for (const where of [[place], [join(place, "data")], paths]) {
      const found = await score(...where, ...flags);
      expect(found).toMatchObject({ split: "mini", filesOfSplit: 3, files: paths.slice(1) });
      expect(found.rows).toHaveLength(6);
    }
    const { stdout } = await kprop(["whest", place, ...flags, "--rows", "0"]);
    expect(stdout).toMatch(/^split mini, 2 of 3 files\n1 network, /);
    for (const [more, says] of [
      [["--split", "public"], "no split public; there is full, mini"],
      [[], "the splits full, mini: choose one with --split"],
    ] as const) {
      const { code, stderr } = await kprop(["whest", place, ...more]);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(says) });
    }
    await rm(paths[0]!);
    expect((await score(place, "--order", "1")).split).toBe("mini");
  });

  it("reports an estimate that fails, and goes on", async ({ expect }) => {
    const found = await score(overflowing, "--order", "2", "--budget", "1e9");
    const [result] = found.rows[1]!.results;
    expect(result).toMatchObject({ failure: expect.stringMatching(/overflow/), multiplier: 1, flops: null });
    expect(result!.adjusted).toBe(result!.finalLayerMse);
    expect(found.estimators).toMatchObject([{ networks: 3, failed: 1 }]);
    const { stdout } = await kprop(["whest", overflowing, "--order", "2"]);
    expect(stdout).toMatch(/^1 +failed$/m);
    expect(stdout).toMatch(/^warning: row 1, order 2 simple: .*overflow.*; scored as zeros$/m);
  });

  it("does without means of all layers", async ({ expect }) => {
    const path = await file("last.parquet", without("all_layer_means", FIXTURE));
    const { rows, estimators } = await score(path, "--order", "1", "--rows", "0");
    expect(estimators).toMatchObject([{ allLayersMse: null }]);
    const [whole] = (await score(PATH, "--order", "1", "--rows", "0")).rows;
    expect(rows[0]!.results[0]!.finalLayerMse).toBe(whole!.results[0]!.finalLayerMse);
  });
});
