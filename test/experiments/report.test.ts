import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { curves } from "../../experiments/charts/curves.ts";
import type { Experiment } from "../../experiments/framework/experiment.ts";
import { report } from "../../experiments/framework/report.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kprop-"));
  vi.spyOn(console, "log").mockImplementation(() => {});
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const experiment: Experiment = {
  question: "what comes out",
  points: async () => [],
  figures: (rows) => ({
    error: curves(
      rows.map(({ n }) => ({ series: "order 2 simple", x: Number(n), y: Number(n) ** -2 })),
      { x: "width n", y: "vnMSE", ticks: "values" },
    ),
  }),
  tables: (rows) => ({ sizes: [["n"], ...rows.map(({ n }) => [String(n)])] }),
};
const rows = [{ n: 8 }, { n: 16 }];

describe("a report", () => {
  it("draws figures and replaces what is between a table's markers, and that alone", async () => {
    const document = join(folder, "results.md");
    const [start, end] = ["<!-- npm run experiment -- test: sizes -->", "<!-- end -->"];
    await writeFile(document, `before\n${start}\nold\n${end}\nbetween\n${end}\nafter\n`);
    await report("test", experiment, rows, { figures: folder, document });
    const filled = `before\n${start}\n| n |\n|---|\n| 8 |\n| 16 |\n${end}\nbetween\n${end}\nafter\n`;
    expect(await readFile(document, "utf8")).toBe(filled);
    const svg = await readFile(join(folder, "test-error.svg"), "utf8");
    expect(svg).toMatch(/^<svg/);
    expect(svg).toContain("10⁻²");
  });

  it("refuses a document that lacks a table's marker", async () => {
    const document = join(folder, "other.md");
    await writeFile(document, "nothing\n");
    await expect(report("test", experiment, rows, { figures: folder, document })).rejects.toThrow(
      "the document lacks <!-- npm run experiment -- test: sizes -->",
    );
  });
});
