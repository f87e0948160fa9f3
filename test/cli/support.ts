import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import type { Tensor } from "../../src/network/tensor.ts";

/** The program as it is shipped. */
export const PROGRAM = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not there: run "node scripts/ready.mjs" first`);

/** How a run of the program ended, and what it said. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `kprop` with those arguments to its end. */
export function kprop(args: readonly string[], cwd?: string): Promise<Finished> {
  return run(process.execPath, [PROGRAM, ...args], cwd);
}

/** Runs a command without input to its end. */
export function run(command: string, args: readonly string[], cwd?: string): Promise<Finished> {
  return finished(spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] }));
}

type Child = ReturnType<typeof spawn>;

/** Waits for the end of a process with piped output. */
export function finished(child: Child): Promise<Finished> {
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout: stdout.join(""), stderr: stderr.join("") }));
  });
}

function text(stream: Child["stdout"]): string[] {
  const chunks: string[] = [];
  stream?.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  return chunks;
}

/** The JSON that a run of `kprop … --json` prints; whatever went wrong is the error's message. */
export async function json<T = Record<string, unknown>>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await kprop([...args, "--json"]);
  if (code !== 0 || stderr !== "") throw new Error(`exit code ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** A new folder, removed with all it holds when the tests of the file are done. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "kprop-test-"));
  afterAll(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A maker of files in a new folder: gives the path. */
export async function files(): Promise<(name: string, content: Uint8Array | object) => Promise<string>> {
  const place = await folder();
  return async (name, content) => {
    const path = join(place, name);
    await writeFile(path, content instanceof Uint8Array ? content : JSON.stringify(content));
    return path;
  };
}

/** A file in test/networks. */
export function network(name: string): string {
  return fileURLToPath(new URL(`../networks/${name}`, import.meta.url));
}

/** A file in test/goldens. */
export function golden(name: string): string {
  return fileURLToPath(new URL(`../goldens/${name}`, import.meta.url));
}

/** A tensor of f64 numbers. */
export function tensor(shape: number[], ...numbers: number[]): Tensor {
  return { shape, data: Float64Array.from(numbers) };
}

/** A network of two inputs, two ReLUs and one output, as kprop's JSON. */
export const SMALL = {
  layers: [
    {
      weight: [
        [1, -0.5],
        [0.25, 2],
      ],
      bias: [0.5, -1],
      activation: "relu",
    },
    { weight: [[1, -1]] },
  ],
};

/** A network whose weights are few but whose covariance, 40,000 squared, fits in no WebAssembly memory. */
export const WIDE = {
  layers: [
    { weight: Array(40_000).fill([1]), activation: "relu" },
    { weight: Array(2).fill(Array(40_000).fill(1)), activation: "relu" },
    { weight: [[1, 1]] },
  ],
};
