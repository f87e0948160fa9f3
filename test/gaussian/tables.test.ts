import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

test("assembly/gaussian-tables.ts is what its script prints", async () => {
  const printed = execFileSync(process.execPath, ["scripts/gaussian-tables.mjs"], { encoding: "utf8" });
  expect(await readFile("assembly/gaussian-tables.ts", "utf8")).toBe(printed);
});
