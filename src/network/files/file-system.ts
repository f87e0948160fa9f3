import { KpropError } from "../../errors.ts";

type FileSystem = typeof import("node:fs/promises");

/** A variable, so that no bundler looks for a module of this name where there is none. */
const NAME = ["node", "fs/promises"].join(":");

/**
 * The file system of Node, Deno or Bun. Bundlers for browsers meet no `node:` import, which they would stumble over. Node before
 * 20.16, which has no getBuiltinModule, imports the module by its name.
 *
 * @param path what is to be read, for the message
 * @throws KpropError `unsupported-runtime`: there is none
 */
export async function fileSystem(path: string | URL): Promise<FileSystem> {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => FileSystem } };
  try {
    return (
      process?.getBuiltinModule?.(NAME) ??
      ((await import(/* webpackIgnore: true */ /* @vite-ignore */ NAME)) as FileSystem)
    );
  } catch (cause) {
    const message = `no file system here to read ${String(path)} from: pass its bytes or a Blob instead`;
    throw new KpropError("unsupported-runtime", message, { cause });
  }
}
