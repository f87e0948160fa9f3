import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { badFile, badOption } from "../network/fail.ts";
import type { ByteSource } from "../network/parquet/byte-source.ts";
import { openParquet, type ParquetFile } from "../network/parquet/open.ts";
import { inFile } from "./named-file.ts";

/** A part of a data set: one of its files, open. */
export interface Shard {
  readonly path: string;
  readonly file: ParquetFile;
}

/** Files of one split, in order. */
export interface Shards {
  /** null: the files' names tell none. */
  readonly split: string | null;
  /** How many files the split has, by their names; null: likewise. */
  readonly complete: number | null;
  readonly shards: readonly Shard[];
}

/** As Hugging Face names the files of a data set: `mini-00000-of-00007.parquet`. */
const NAME = /^(.+)-(\d{5})-of-(\d{5})\.parquet$/;

/**
 * Calls `work` with the files of a split, and closes them.
 *
 * @param paths of files, or of folders that hold such files, or a folder `data` with them
 * @param split null: whichever there is
 * @throws KpropError `bad-file`; `bad-option`: there is no such split, or more than one to choose from
 */
export async function withShards<T>(
  paths: readonly string[],
  split: string | null,
  work: (shards: Shards) => Promise<T>,
): Promise<T> {
  const found = chooseSplit((await Promise.all(paths.map(parquetFiles))).flat(), split);
  const handles: FileHandle[] = [];
  try {
    const shards: Shard[] = [];
    for (const path of found.paths) {
      const { source, handle } = await openSource(path);
      handles.push(handle);
      shards.push({ path, file: await inFile(path, openParquet(source)) });
    }
    return await work({ split: found.split, complete: found.complete, shards });
  } finally {
    await Promise.all(handles.map((handle) => handle.close()));
  }
}

/** The parquet files that a path leads to. */
async function parquetFiles(path: string): Promise<string[]> {
  if (!(await describe(path)).isDirectory()) return [path];
  const data = join(path, "data");
  const inside = await stat(data).catch(() => null);
  const folder = inside?.isDirectory() ? data : path;
  const names = (await readdir(folder)).filter((name) => name.endsWith(".parquet")).sort();
  if (names.length === 0) badFile(`the folder ${folder} holds no .parquet file`);
  return names.map((name) => join(folder, name));
}

function describe(path: string) {
  return stat(path).catch((cause) => badFile(`cannot read ${path}: ${cause.message}`, cause));
}

function chooseSplit(paths: readonly string[], split: string | null) {
  const named = paths.map((path) => ({ path, name: NAME.exec(basename(path)) }));
  const splits = [...new Set(named.map(({ name }) => name?.[1] ?? null))];
  const listed = splits.map((name) => name ?? "(files without one)").join(", ");
  if (split === null && splits.length > 1)
    badOption(`there are the splits ${listed}: choose one with --split`);
  if (split !== null && !splits.includes(split)) badOption(`there is no split ${split}; there is ${listed}`);
  const chosen = named.filter(({ name }) => split === null || name?.[1] === split);
  const complete = chosen[0]!.name?.[3];
  return {
    split: chosen[0]!.name?.[1] ?? null,
    complete: complete === undefined ? null : Number(complete),
    paths: chosen.map(({ path }) => path),
  };
}

/** The file at a path, read piece by piece: a split of the challenge has files of a gigabyte. */
async function openSource(path: string): Promise<{ source: ByteSource; handle: FileHandle }> {
  const cannot = (cause: Error) => badFile(`cannot read ${path}: ${cause.message}`, cause);
  const handle = await open(path).catch(cannot);
  const { size } = await handle.stat();
  const read = async (start: number, end: number) => {
    const bytes = new Uint8Array(end - start);
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at).catch(cannot);
      if (bytesRead === 0) badFile(`${path} was cut short while it was read`);
      at += bytesRead;
    }
    return bytes;
  };
  return { source: { size, read }, handle };
}
