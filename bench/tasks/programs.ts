import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Task } from "./task.ts";

/** Samples that one program draws at a time. */
const SAMPLES = 2 ** 14;

/**
 * What the machine itself gains by all its cores: as many portions of sampling as there are cores, by one program after
 * each other, and by as many programs at once, which share nothing but the machine.
 */
export async function programTasks(count: number): Promise<{ pair: [Task, Task]; end: () => void }> {
  const programs = Array.from({ length: count }, () => fork("bench/sampling-child.mjs"));
  await Promise.all(programs.map(draw));
  const task = (run: () => Promise<void>): Task => {
    return { name: "programs that share nothing", dtype: "f32", flops: null, async: true, run };
  };
  const inTurn = task(async () => {
    for (const _ of programs) await draw(programs[0]!);
  });
  const atOnce = task(async () => {
    await Promise.all(programs.map(draw));
  });
  const end = () => {
    for (const program of programs) program.disconnect();
  };
  return { pair: [inTurn, atOnce], end };
}

async function draw(program: ChildProcess): Promise<void> {
  program.send(SAMPLES);
  await once(program, "message");
}
