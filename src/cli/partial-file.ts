import { createHash } from "node:crypto";
import { readlinkSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import process from "node:process";

/** Of the target's name, which with what follows it has to stay below the 255 bytes that a name may have. */
const LONGEST = 60;

/** Where a file is put together before it gets its name: beside it, and called after it, this machine and this process. */
export function partialPath(target: string): string {
  return join(dirname(target), `${prefix(target)}${process.pid}.partial`);
}

/**
 * Removes what processes that were killed had begun to write to the same target. Those that live keep theirs, and so do those of
 * other machines and containers, whose processes cannot be seen from here. What cannot be removed stays.
 */
export async function removeStale(target: string): Promise<void> {
  const folder = dirname(target);
  const start = prefix(target);
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = name.startsWith(start)
      ? /^(\d{1,10})\.partial$/.exec(name.slice(start.length))?.[1]
      : undefined;
    if (pid === undefined || isRunning(Number(pid))) continue;
    await rm(join(folder, name), { force: true }).catch(() => {});
  }
}

function prefix(target: string): string {
  return `${basename(target).slice(0, LONGEST)}.${placeOfProcesses()}-`;
}

/** Eight digits for where process numbers mean the same: the machine and, on Linux, the container. */
function placeOfProcesses(): string {
  return createHash("sha256").update(`${hostname()} ${processNamespace()}`).digest("hex").slice(0, 8);
}

function processNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

/** Whether another process has that number: signal 0 only asks. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
