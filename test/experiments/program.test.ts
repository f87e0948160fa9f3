import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, ["experiments/run.mjs", ...args]).catch((error) => error);

describe("npm run experiment", () => {
  it("lists every experiment with its question", async () => {
    const { stdout } = await run("--list");
    expect(stdout).toMatch(/^mse +error against FLOPs/m);
  });

  it("answers an unknown name, no name and an unknown option with a line and exit code 2", async () => {
    for (const [args, line] of [
      [["nothing"], /^kprop: there is no experiment "nothing"; see .*--list\n$/],
      [[], /^kprop: name an experiment, or all; see .*--list\n$/],
      [["mse", "--fast"], /^kprop: Unknown option '--fast'; see .*--list\n$/],
    ] as const) {
      const { code, stderr } = await run(...args);
      expect(stderr).toMatch(line);
      expect(code).toBe(2);
    }
  });
});
