import { spawnSync } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { describe, it } from "vitest";
import { partialPath } from "../../src/cli/partial-file.ts";
import { folder, kprop } from "./support.ts";

const generate = (target: string) => kprop(["generate", "--width", "2", "--depth", "1", "-o", target]);

/** The name of the partial file that another process would write. */
const partialOf = (target: string, pid: number | string) =>
  basename(partialPath(target)).replace(`-${process.pid}.`, `-${pid}.`);

/** The number of a process that has ended. */
const DEAD = spawnSync(process.execPath, ["-e", "0"]).pid;

describe.concurrent("a file that is written whole or not at all", () => {
  it("takes with it what killed processes left of it, and nothing else", async ({ expect }) => {
    const target = join(await folder(), "net.safetensors");
    const kept = [
      partialOf(target, process.pid),
      partialOf(target, DEAD).replace(/\.[0-9a-f]{8}-/, ".00000000-"),
      partialOf(target, "x"),
      partialOf(join(dirname(target), "other.safetensors"), DEAD),
      `net.safetensors.${DEAD}.partial`,
    ];
    for (const name of [...kept, partialOf(target, DEAD)]) await writeFile(join(dirname(target), name), "");
    expect(await generate(target)).toMatchObject({ code: 0, stderr: "" });
    expect((await readdir(dirname(target))).sort()).toEqual(["net.safetensors", ...kept].sort());
  });

  it.for(["x".repeat(255), "重".repeat(85)])("may have as long a name as any: %s", async (name, {
    expect,
  }) => {
    const target = join(await folder(), name);
    expect(await generate(target)).toMatchObject({ code: 0, stderr: "" });
    expect(await readdir(dirname(target))).toEqual([name]);
  });
});
