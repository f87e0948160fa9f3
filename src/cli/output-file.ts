import { constants } from "node:fs";
import { access, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { KpropError } from "../errors.ts";
import { interruptible } from "./interrupt.ts";
import { partialPath, removeStale } from "./partial-file.ts";

/**
 * Checks that a file can be written, before the work whose result it is to hold: its folder is there, and what
 * has its name now, if anything, is a file and none of `inputs`.
 *
 * @throws KpropError `bad-option`
 */
export async function checkOutput(path: string, inputs: readonly (string | undefined)[]): Promise<void> {
  if (path === "" || path.endsWith("/")) refuse(path || "''", "that is no file name");
  const folder = dirname(path);
  if (!(await status(folder))?.isDirectory()) refuse(path, `there is no folder ${folder}`);
  await access(folder, constants.W_OK).catch((cause) => refuse(path, reason(cause), cause));
  const there = await status(path);
  if (there === null) return;
  if (!there.isFile()) refuse(path, "it is no regular file");
  for (const input of inputs) {
    const read = input === undefined ? null : await status(input).catch(() => null);
    if (read?.ino === there.ino && read.dev === there.dev) refuse(path, "it is an input of this command");
  }
}

/**
 * Writes a file whole or not at all: a neighbour of its first, then renamed. Where a link leads to the file,
 * the link stays. What killed processes left of earlier attempts goes.
 *
 * @throws KpropError `bad-option`; `Interrupted` on Ctrl-C
 */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const target = (await status(path)) === null ? path : await realpath(path);
  const partial = partialPath(target);
  await interruptible(async (signal) => {
    try {
      await removeStale(target);
      await writeFile(partial, bytes, { signal, flag: "wx" });
      await rename(partial, target);
    } catch (cause) {
      await rm(partial, { force: true }).catch(() => {});
      signal.throwIfAborted();
      refuse(path, reason(cause), cause);
    }
  });
}

/**
 * What is known of a file; null: it is not there.
 *
 * @throws KpropError `bad-option`: no file can have that name
 */
async function status(path: string) {
  const place = path.startsWith("file://") && URL.canParse(path) ? new URL(path) : path;
  return stat(place, { bigint: true }).catch((cause) =>
    cause.code === "ENAMETOOLONG" ? refuse(path, reason(cause), cause) : null,
  );
}

/** Why, without what was tried and on which file, which Node appends. */
function reason(cause: unknown): string {
  return (cause as Error).message.split(", ")[0]!;
}

function refuse(path: string, why: string, cause?: unknown): never {
  throw new KpropError("bad-option", `cannot write ${path}: ${why}`, { cause });
}
