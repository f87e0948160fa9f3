import type { FloatArray } from "../network/network.ts";
import type { Schedule } from "../plan/schedule/schedule.ts";

/** What plans load, by name. */
export type NamedInputs = Readonly<Record<string, FloatArray>>;

/**
 * What a schedule's plans load, in memory that threads share, of which it asks for so many bytes: messages take many times as
 * long to copy it.
 */
export function inSharedMemory(
  { tasks }: Schedule,
  inputs: (source: string) => ArrayLike<number>,
  memory: (bytes: number) => SharedArrayBuffer,
): NamedInputs {
  const sources = new Set(tasks.flatMap(({ does }) => (does.op === "load" ? [does.source] : [])));
  const found = Array.from(sources, (source) => [source, inputs(source)] as const);
  const buffer = memory(found.reduce((bytes, [, { length }]) => bytes + 8 * length, 0)) as ArrayBufferLike;
  let at = 0;
  const entries = found.map(([source, data]): [string, FloatArray] => {
    const isSingle = data instanceof Float32Array;
    const copy = isSingle
      ? new Float32Array(buffer, at, data.length)
      : new Float64Array(buffer, at, data.length);
    copy.set(data);
    at += 8 * data.length;
    return [source, copy];
  });
  return Object.fromEntries(entries);
}
