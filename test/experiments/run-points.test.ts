import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Groundwork, Point } from "../../experiments/framework/experiment.ts";
import { Results } from "../../experiments/framework/results.ts";
import { runPoints } from "../../experiments/framework/run-points.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kprop-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const never = new AbortController().signal;
const cost = async () => 1;
const names = (points: readonly Point[]) => points.map(({ name }) => name);

/** Points a, b, c that note their names as they run; `during` runs within each. */
function pointsOf(
  ran: string[],
  during: (name: string) => void = () => {},
  groundwork?: Groundwork,
): Point[] {
  return ["a", "b", "c"].map((name) => ({
    name,
    cost,
    ...(groundwork && { groundwork }),
    run: async () => {
      during(name);
      ran.push(name);
      return [{ value: ran.length }, { value: -ran.length }];
    },
  }));
}

describe("points", () => {
  it("that were done before a run broke off are not done again", async () => {
    const path = join(folder, "broken.csv");
    const ran: string[] = [];
    const points = pointsOf(ran);
    const breaking = pointsOf(ran, (name) => {
      if (name === "c") throw new Error("killed");
    });
    await expect(runPoints("test", breaking, await Results.read(path), never)).rejects.toThrow("killed");
    const results = await Results.read(path);
    expect(results.rows(names(points)).map(({ point }) => point)).toEqual(["a", "a", "b", "b"]);
    await runPoints("test", points, results, never);
    expect(ran).toEqual(["a", "b", "c"]);
    const again = (await Results.read(path)).rows(names(points));
    expect(again.map(({ value }) => value)).toEqual([1, -1, 2, -2, 3, -3]);
  });

  it("end after the one in which the run is interrupted, whose rows are kept", async () => {
    const path = join(folder, "aborted.csv");
    const interrupt = new AbortController();
    const ran: string[] = [];
    const points = pointsOf(ran, () => interrupt.abort(new Error("interrupted")));
    const running = runPoints("test", points, await Results.read(path), interrupt.signal);
    await expect(running).rejects.toThrow("interrupted");
    expect(ran).toEqual(["a"]);
    expect((await Results.read(path)).has("a")).toBe(true);
  });

  it("share their groundwork, which is done once and only for those that are missing", async () => {
    const path = join(folder, "groundwork.csv");
    let ensured = 0;
    const ensure = async () => {
      ensured++;
    };
    const points = pointsOf([], () => {}, { name: "truth", cost, ensure });
    await runPoints("test", points, await Results.read(path), never);
    expect(ensured).toBe(1);
    await runPoints("test", points, await Results.read(path), never);
    expect(ensured).toBe(1);
  });
});

describe("results", () => {
  it("come back from the file as they were", async () => {
    const path = join(folder, "trip.csv");
    const rows = [
      { text: 'a "quoted", text', number: 0.1 + 0.2, tiny: -5e-324, nothing: null },
      { text: "order 3 simple", number: 2 ** 60, tiny: 1e-300, nothing: null },
    ];
    const results = await Results.read(path);
    await results.add("one, two", rows, ["one, two"]);
    const read = (await Results.read(path)).rows(["one, two"]);
    expect(read).toEqual(rows.map((row) => ({ point: "one, two", ...row })));
  });

  it("may have columns of their own", async () => {
    const path = join(folder, "columns.csv");
    const results = await Results.read(path);
    await results.add("second", [{ b: 2 }], ["first", "second"]);
    await results.add("first", [{ a: 1 }], ["first", "second"]);
    const read = (await Results.read(path)).rows(["first", "second"]);
    expect(read).toEqual([
      { point: "first", a: 1, b: null },
      { point: "second", a: null, b: 2 },
    ]);
  });

  it("leave no other file behind", async () => {
    const inside = join(folder, "alone");
    const results = await Results.read(join(inside, "results.csv"));
    await results.add("a", [{ value: 1 }], ["a"]);
    expect(await readdir(inside)).toEqual(["results.csv"]);
  });
});
