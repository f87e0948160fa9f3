import { PlanBuilder } from "../builder.ts";
import type { BufferId, Gemm, Operation, Plan } from "../plan.ts";
import { activeBuffers, checkUnchanged, overwritten, writtenBuffer } from "./access.ts";
import { Adjoints } from "./adjoints.ts";
import { halfCongruences } from "./congruence.ts";
import { reverseGemm } from "./gemm.ts";
import { reverseMirror } from "./mirror.ts";
import { ownBuffers, recompute } from "./recompute.ts";
import { reverseTerms } from "./terms.ts";
import { KnownWick, reverseFloorVariance } from "./wick.ts";

/** What is asked of a plan's adjoint. */
export interface Asked {
  /** The stored results that the loss is a function of. */
  readonly results: readonly string[];
  /** Whether the loss's derivative by that input is wanted. */
  readonly wanted: (source: string) => boolean;
  /** How values are there in the reverse pass: all stay, or each layer's are computed again from those that later layers read. */
  readonly values: "stored" | "recomputed";
}

/** A plan that goes forward, then back; `forward`: the number of its operations that go forward. */
export interface AdjointPlan {
  readonly plan: Plan;
  readonly forward: number;
}

/**
 * The plan of a loss's gradient: the plan itself, after which it loads `adjoint/NAME`, ∂loss/∂result, for every result that
 * the loss is a function of, and stores `adjoint/SOURCE`, ∂loss/∂input, for every input that is wanted.
 *
 * Yields after every layer. Reverse mode, operation by operation; Wick coefficients differentiate into Wick coefficients (spec section 9).
 */
export function* adjoint(forward: Plan, asked: Asked): Generator<void, AdjointPlan> {
  checkUnchanged(forward);
  const builder = new PlanBuilder(forward);
  const adjoints = new Adjoints(builder, forward.buffers, activeBuffers(forward, asked.wanted));
  const reversal = new Reversal(forward, adjoints, asked);
  const layers = byLayer(forward.operations).reverse();
  const own = asked.values === "recomputed" ? ownBuffers(forward) : null;
  for (const [at, [layer, operations]] of layers.entries()) {
    builder.startLayer(layer);
    if (own !== null && at > 0) recompute(operations, own, adjoints);
    for (const operation of operations.toReversed()) reversal.reverse(operation);
    yield;
  }
  return { plan: builder.finish(), forward: forward.operations.length };
}

/** In the order of layers. */
function byLayer(operations: readonly Operation[]): [layer: number, operations: Operation[]][] {
  const layers = new Map<number, Operation[]>();
  for (const operation of operations) {
    const { layer } = operation;
    layers.set(layer, layers.get(layer) ?? []);
    layers.get(layer)!.push(operation);
  }
  return [...layers];
}

/** Writes what an operation's adjoint is. */
class Reversal {
  private readonly adjoints: Adjoints;
  private readonly asked: Asked;
  private readonly halves: ReadonlyMap<BufferId, Gemm>;
  private readonly wicks: KnownWick;
  private readonly firstWrites: ReadonlySet<Operation>;

  constructor(forward: Plan, adjoints: Adjoints, asked: Asked) {
    this.adjoints = adjoints;
    this.asked = asked;
    this.halves = halfCongruences(forward);
    this.wicks = new KnownWick(forward);
    this.firstWrites = firstWrites(forward);
  }

  reverse(operation: Operation): void {
    switch (operation.op) {
      case "load":
        if (this.asked.wanted(operation.source)) this.adjoints.store(operation.out, operation.source);
        break;
      case "store":
        if (this.asked.results.includes(operation.target))
          this.adjoints.load(operation.from, operation.target);
        break;
      case "gemm":
        reverseGemm(this.adjoints, operation, this.halves);
        break;
      case "terms":
        reverseTerms(this.adjoints, operation);
        break;
      case "mirror":
        reverseMirror(this.adjoints, operation);
        break;
      case "wick":
        this.wicks.reverse(this.adjoints, operation);
        break;
      case "floor-variance":
        reverseFloorVariance(this.adjoints, operation);
    }
    this.forget(operation);
  }

  /** What was there before an operation overwrote it changes nothing; nothing was there before a first write. */
  private forget(operation: Operation): void {
    const over = this.firstWrites.has(operation) ? null : overwritten(operation);
    if (over !== null) this.adjoints.clear(over.extents, over.view);
  }
}

function firstWrites({ operations }: Plan): Set<Operation> {
  const written = new Set<BufferId>();
  const first = operations.filter((operation) => {
    const buffer = writtenBuffer(operation);
    const isFirst = buffer !== null && !written.has(buffer);
    if (isFirst) written.add(buffer);
    return isFirst;
  });
  return new Set(first);
}
