import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);
const DENO = "test/runtimes/node_modules/.bin/deno";
const LIMIT = { timeout: 60_000 };

describe("the examples", () => {
  it("for Node prints expected outputs beside sampled ones", async () => {
    const { stdout } = await run(process.execPath, ["examples/node/compare.mjs"], LIMIT);
    const rows = stdout.trim().split("\n").slice(1);
    expect(rows).toHaveLength(5);
    for (const row of rows) {
      const [, expected, sampled, error] = row.match(/[-\d.]+/g)!.map(Number);
      expect(Math.abs(expected! - sampled!)).toBeLessThan(6 * error!);
    }
  });

  it("for Deno prints what each order gives", async (context) => {
    if (!existsSync(DENO) && !process.env.CI) context.skip("*** SKIPPED: deno is not installed ***");
    const { stdout } = await run(DENO, ["run", "--no-prompt", "examples/deno/orders.ts"], LIMIT);
    expect(stdout.trim().split("\n")).toHaveLength(3);
    expect(stdout).toMatch(/^order 3: -?\d\.\d{6} for \d+ FLOPs$/m);
  });
});
