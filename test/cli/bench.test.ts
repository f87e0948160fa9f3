import { describe, expect, it } from "vitest";
import type { Report } from "../../bench/runtimes/report.ts";
import { json, kprop, PROGRAM, run } from "./support.ts";

// One after another: two at a time would take the cores from each other, and long.
describe("kprop bench", () => {
  it("measures this runtime", async () => {
    const report = await json<Report & Record<string, unknown>>("bench", "--quick");
    expect(report).toMatchObject({
      runtime: "Node",
      version: process.versions.node,
      engine: `V8 ${process.versions.v8.replace(/-.*/, "")}`,
      platform: `${process.platform} ${process.arch}`,
    });
    const names = report.rows.map(({ name }) => name);
    for (const dtype of ["f32", "f64"]) {
      for (const what of ["256×4 order 1 simple", "256×4 order 3 augment-tree", "64×4 order 4 simple"]) {
        expect(names).toContain(`estimate ${dtype} ${what}`);
      }
      expect(names).toContain(`gemm ${dtype} n=256`);
      expect(names).toContain(`sampler ${dtype}`);
    }
    for (const { milliseconds, ofLimit } of report.rows) {
      expect(milliseconds).toBeGreaterThan(0);
      expect(ofLimit).toBeGreaterThan(0);
    }
  });

  it("measures another on the PATH, and prints a table", async () => {
    const { code, stdout, stderr } = await kprop(["bench", "--runtime", "node", "--quick"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^ +Node \d+\.\d+\.\d+\nengine +V8 [\d.]+\nlimit f32 +[\d.]+ GFLOP\/s\n/);
    expect(stdout).toMatch(/\nestimate f64 64×4 order 4 simple +[\d.]+ ms, \d+%\n$/);
  });

  it("says what is not on the PATH, and what it cannot measure", async () => {
    const command = `PATH=/nowhere "${process.execPath}" "${PROGRAM}" bench --runtime deno`;
    expect(await run("/bin/sh", ["-c", command])).toEqual({
      code: 2,
      stdout: "",
      stderr: "kprop: there is no deno on the PATH\n",
    });
    const { code, stderr } = await kprop(["bench", "--runtime", "firefox"]);
    expect(code).toBe(2);
    expect(stderr).toContain("Allowed choices are node, deno, bun");
  });
});
