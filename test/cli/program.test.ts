import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, it } from "vitest";
import { kprop, network, PROGRAM, run } from "./support.ts";

const COMMANDS = ["estimate", "sample", "compare", "plan", "generate", "whest", "bench"];
const HE = network("he-relu-256x4.safetensors");

describe.concurrent("the program", () => {
  it("tells its version", async ({ expect }) => {
    const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
    for (const flag of ["--version", "-v"]) {
      expect(await kprop([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    }
  });

  it("shows its help when called bare, with --help, and with help", async ({ expect }) => {
    const runs = await Promise.all([[], ["--help"], ["help"]].map((args) => kprop(args)));
    for (const { code, stdout, stderr } of runs) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toBe(runs[0]!.stdout);
      for (const command of COMMANDS) expect(stdout).toContain(`\n  ${command} [options]`);
    }
  });

  it.for(COMMANDS)("shows the help of %s, with examples and no line too long", async (command, {
    expect,
  }) => {
    const [long, short] = await Promise.all([kprop([command, "--help"]), kprop(["help", command])]);
    expect(long).toEqual({ code: 0, stdout: short.stdout, stderr: "" });
    expect(long.stdout).toContain(`\nExamples:\n  $ kprop ${command} `);
    expect(long.stdout).toContain("--json");
    for (const line of long.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("shows examples that it understands", async ({ expect }) => {
    // The benchmark reads no file: its examples would run.
    for (const command of COMMANDS.filter((name) => name !== "bench")) {
      const { stdout } = await kprop([command, "--help"]);
      const lines = [...stdout.matchAll(/^ {2}\$ kprop (.*)$/gm)].map(([, line]) => line!.split(" "));
      // Whatever is wrong must be the file that is not there, or a generated network that is.
      const runs = await Promise.all(lines.map((args) => kprop([...args.map(elsewhere)])));
      for (const { code, stderr } of runs) {
        if (command === "generate")
          expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("no folder") });
        else expect(stderr).toMatch(/^kprop: cannot read \/nowhere\/.*no such file/);
      }
    }
  });

  it("ends quietly when nobody reads on", async ({ expect }) => {
    const command = `"${process.execPath}" "${PROGRAM}" plan "${HE}" --order 3 --kind augment --json`;
    const { stdout, stderr } = await run("sh", ["-c", `{ ${command}; echo "code $?" >&2; } | head -n 2`]);
    expect(stdout).toBe('{\n  "order": 3,\n');
    expect(stderr).toBe("code 0\n");
  });

  it.skipIf(!existsSync("/dev/full"))("says when its output cannot be written", async ({ expect }) => {
    const command = `"${process.execPath}" "${PROGRAM}" plan "${HE}" > /dev/full`;
    const { code, stderr } = await run("sh", ["-c", command]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^kprop: cannot write to standard output: ENOSPC[^\n]*\n$/);
  });

  it("shows no progress where standard error is no terminal", async ({ expect }) => {
    const { code, stdout, stderr } = await kprop(["sample", HE, "--samples", "8e4", "--threads", "1"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    // Otherwise this would prove nothing: nothing is shown in the first second anyway.
    expect(stdout).toMatch(/ [\d.]+ s, 1 thread\n/);
  });
});

/** The same argument, a file of it in a folder that is not there. */
function elsewhere(argument: string): string {
  return /\.(safetensors|npz|npy|json|parquet)$/.test(argument) ? `/nowhere/${argument}` : argument;
}
