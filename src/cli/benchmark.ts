import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { KpropError } from "../errors.ts";
import { interruptible } from "./interrupt.ts";
import { watched } from "./progress.ts";

/** What was measured in one runtime, as JSON. */
export type Report = Readonly<Record<string, unknown>>;

/** dist/bench.js, which bench/runtimes is bundled into. */
interface Benchmark {
  measureRuntime(options: {
    readonly quick: boolean;
    readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
  }): Promise<Report>;
  reportTable(reports: readonly Report[], markdown: boolean): string;
}

/** Other programs that run this one, and how. */
const RUN = {
  node: [],
  deno: ["run", "--no-prompt", "--allow-read", "--allow-env"],
  bun: ["run"],
} as const;

export type Program = keyof typeof RUN;
export const PROGRAMS = Object.keys(RUN) as Program[];

/** Beside the program as it is shipped, in a file of its own: nothing else needs it. */
function benchmark(): Promise<Benchmark> {
  return import(new URL("./bench.js", import.meta.url).href);
}

export async function reportText(report: Report): Promise<string> {
  return (await benchmark()).reportTable([report], false);
}

/** Measures in the runtime that this runs in. */
export async function measureHere(quick: boolean): Promise<Report> {
  const { measureRuntime } = await benchmark();
  return watched("measuring", ({ signal, onProgress }) =>
    measureRuntime({
      quick,
      onProgress: (progress) => {
        signal.throwIfAborted();
        onProgress(progress);
      },
    }),
  );
}

/**
 * Runs this program in another runtime and gives what it measured there.
 *
 * @throws KpropError `bad-option` where the PATH has no such program, `unsupported-runtime` where it fails
 */
export function measureIn(program: Program, quick: boolean): Promise<Report> {
  const args = [...RUN[program], fileURLToPath(import.meta.url), "bench", "--json"];
  if (quick) args.push("--quick");
  return interruptible(async (signal) => {
    try {
      const { stdout } = await promisify(execFile)(program, args, { signal });
      return JSON.parse(stdout);
    } catch (cause) {
      signal.throwIfAborted();
      const { code, stderr } = cause as { code?: unknown; stderr?: string };
      if (code === "ENOENT") throw new KpropError("bad-option", `there is no ${program} on the PATH`);
      throw new KpropError("unsupported-runtime", `${program} failed: ${String(stderr || cause).trim()}`, {
        cause,
      });
    }
  });
}
