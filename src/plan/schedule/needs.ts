import { each } from "../gradual.ts";
import { forEachBuffer } from "../plan.ts";
import { stepsOf } from "../steps.ts";
import type { Laid } from "./schedule.ts";

/** The steps of several plans, numbered through, and what they do to buffers, which are numbered through too. */
export interface Needs {
  /** Of each step: those before it that must have been done. */
  readonly after: readonly (readonly number[])[];
  /** Of each buffer: the steps that use it, in order, the first of which writes it. */
  readonly users: readonly (readonly number[])[];
  /** Of each buffer: the last steps that use it, which come after all others that do. */
  readonly last: readonly (readonly number[])[];
}

/** The last step that wrote a buffer, and those that have read it since. */
interface Use {
  writer: number;
  readers: number[];
}

/** What follows from which buffers steps read and write, wherever these lie. */
export function* needsOf(plans: readonly Laid[]): Generator<void, Needs> {
  const after: number[][] = [];
  const users: number[][] = [];
  const uses: Use[] = [];
  for (const { plan } of plans) {
    const firstBuffer = uses.length;
    for (const _ of plan.buffers) {
      users.push([]);
      uses.push({ writer: -1, readers: [] });
    }
    yield* each(yield* stepsOf(plan), ({ does }) => {
      const step = after.length;
      const needed = new Set<number>();
      const written = new Set<number>();
      const read = new Set<number>();
      forEachBuffer(does, (id, writes) => (writes ? written : read).add(firstBuffer + id));
      for (const buffer of new Set([...written, ...read])) users[buffer]!.push(step);
      for (const buffer of written) for (const reader of uses[buffer]!.readers) needed.add(reader);
      for (const buffer of [...written, ...read]) needed.add(uses[buffer]!.writer);
      for (const buffer of read) uses[buffer]!.readers.push(step);
      for (const buffer of written) uses[buffer] = { writer: step, readers: [] };
      needed.delete(-1);
      after.push([...needed]);
    });
  }
  const last = uses.map(({ writer, readers }) => (readers.length > 0 ? readers : [writer]));
  return { after, users, last };
}
