import { type BufferId, forEachBuffer, type Operation, type Plan } from "../plan.ts";
import { writtenBuffer } from "./access.ts";
import type { Adjoints } from "./adjoints.ts";
import { renamed } from "./renamed.ts";

/** The buffers that one layer alone reads and writes. */
export function ownBuffers({ buffers, operations }: Plan): Set<BufferId> {
  const layers = buffers.map(() => new Set<number>());
  for (const operation of operations) {
    forEachBuffer(operation, (buffer) => layers[buffer]!.add(operation.layer));
  }
  return new Set([...buffers.keys()].filter((buffer) => layers[buffer]!.size === 1));
}

/** Computes a layer's own buffers again, in new places, from what it shares with other layers. */
export function recompute(
  operations: readonly Operation[],
  own: ReadonlySet<BufferId>,
  adjoints: Adjoints,
): void {
  for (const operation of operations) {
    const written = writtenBuffer(operation);
    if (written === null || !own.has(written)) continue;
    if (adjoints.valueBuffer(written) === written) adjoints.recompute(written);
    adjoints.builder.push(renamed(operation, (buffer) => adjoints.valueBuffer(buffer)));
  }
}
