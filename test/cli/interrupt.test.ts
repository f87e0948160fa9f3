import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtemp, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, it } from "vitest";
import { files, finished, folder, kprop, network, PROGRAM, SMALL } from "./support.ts";

const HE = network("he-relu-256x4.safetensors");
const file = await files();
const small = await file("small.json", SMALL);
const place = await folder();
/** To contract the order-3 cumulants of all its layers takes half a minute, in steps of a quarter of a second. */
const deep = join(place, "deep.safetensors");
await kprop(["generate", "--inputs", "2", "--width", "192", "--depth", "30", "-o", deep]);

const hasFifo = succeeds("mkfifo", ["--version"]);
const hasScript = succeeds("script", ["--version"]);
if (!hasFifo) console.warn("no mkfifo here: Ctrl-C is not tested");
if (!hasScript) console.warn("no util-linux script here: the progress bar is not tested");

function succeeds(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Starts the program and returns when it has opened the pipe that is among its arguments. */
async function started(fifo: string, args: string[], cwd: string) {
  execFileSync("mkfifo", [fifo]);
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const end = finished(child);
  return { child, end, pipe: await open(fifo, "w") };
}

(hasFifo ? describe.concurrent : describe.skip)("Ctrl-C", () => {
  it.for([
    ["a long sample", ["sample", small, "--samples", "1e15"]],
    ["a long comparison", ["compare", small, "--samples", "1e15"]],
    ["a long distillation", ["distill", small, "--width", "9", "--steps", "1e9", "-o", "out.safetensors"]],
    ["a long estimate", ["estimate", deep, "--order", "3", "--cumulants", "out.safetensors"]],
  ] as const)("ends %s with code 130 and one line, and leaves no file", async ([, args], { expect }) => {
    const cwd = await mkdtemp(join(place, "run-"));
    const fifo = join(cwd, "mean");
    const { child, end, pipe } = await started(fifo, [...args, "--input-mean", fifo], cwd);
    await pipe.writeFile("[0, 0]");
    await pipe.close();
    await wait(1000);
    child.kill("SIGINT");
    expect(await end).toEqual({ code: 130, stdout: "", stderr: "kprop: interrupted\n" });
    expect(await readdir(cwd)).toEqual(["mean"]);
  });

  it("ends a wait for a file too", async ({ expect }) => {
    const cwd = await mkdtemp(join(place, "run-"));
    const fifo = join(cwd, "network");
    const { child, end, pipe } = await started(fifo, ["estimate", fifo], cwd);
    child.kill("SIGINT");
    expect((await end).stderr).toBe("kprop: interrupted\n");
    expect(child.signalCode).toBe("SIGINT");
    await pipe.close();
  });
});

(hasScript ? describe.concurrent : describe.skip)("on a terminal", () => {
  it.for([
    ["sampling", `sample "${HE}" --samples 1e9`],
    ["distilling", `distill "${HE}" --width 9 --steps 1e6 -o "${join(place, "never.safetensors")}"`],
  ] as const)("a bar of %s appears after a second, and goes on Ctrl-C", async ([label, rest], { expect }) => {
    const command = `"${process.execPath}" "${PROGRAM}" ${rest}`;
    const child = spawn("script", ["-qec", command, "/dev/null"], { stdio: ["pipe", "pipe", "inherit"] });
    const end = finished(child);
    await shows(child, new RegExp(`${label} [█░]{40} +\\d+ %, .* left`));
    child.stdin.write("\x03");
    const { code, stdout } = await end;
    expect(code).toBe(130);
    // The line is cleared before the last word.
    expect(stdout.endsWith("\u001b[1G\u001b[2Kkprop: interrupted\r\n")).toBe(true);
  });
});

/** Waits until a process has printed what matches. */
function shows(child: ChildProcess, pattern: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout!.on("data", (chunk: string) => {
      text += chunk;
      if (pattern.test(text)) resolve();
    });
    child.on("close", () => reject(new Error(`ended without ${pattern}: ${text}`)));
  });
}
