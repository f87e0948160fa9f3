import { vanishes } from "../../activations/vanishes.ts";
import type { BufferId, FloorVariance, Plan, Wick } from "../plan.ts";
import { whole } from "../views.ts";
import type { Adjoints } from "./adjoints.ts";

/** The Wick coefficients that have been computed, those of the forward pass first. */
export class KnownWick {
  private readonly known = new Map<string, BufferId>();

  constructor({ operations }: Plan) {
    for (const operation of operations) {
      if (operation.op === "wick") this.known.set(keyOf(operation), operation.out);
    }
  }

  /** ∂w(k, p)/∂mean = w(k+1, p), ∂w(k, p)/∂variance = ½ w(k+2, p) (spec section 9). */
  reverse(adjoints: Adjoints, operation: Wick): void {
    const given = adjoints.buffer(operation.out);
    if (given === null) return;
    if (operation.activation.family === "tail")
      throw new Error("a tail relative to a Gaussian's has no adjoint");
    const shape = [operation.n];
    for (const [buffer, more, coefficient] of [
      [operation.mean, 1, 1],
      [operation.variance, 2, 1 / 2],
    ] as const) {
      const derived = { ...operation, k: operation.k + more };
      if (!adjoints.isActive(buffer) || vanishes(derived.activation, derived.k, derived.p)) continue;
      const factors = [whole(given, shape), whole(this.buffer(adjoints, derived), shape)];
      adjoints.add(shape, whole(buffer, shape), [{ coefficient, factors }]);
    }
  }

  private buffer(adjoints: Adjoints, wick: Wick): BufferId {
    const known = this.known.get(keyOf(wick));
    if (known !== undefined) return adjoints.valueBuffer(known);
    const [mean, variance] = [adjoints.valueBuffer(wick.mean), adjoints.valueBuffer(wick.variance)];
    const made = adjoints.builder.wick(wick.activation, wick.k, wick.p, mean, variance);
    this.known.set(keyOf(wick), made);
    return made;
  }
}

/** A layer's mean and variance are those of one activation. */
function keyOf({ mean, variance, k, p }: Wick): string {
  return `${mean} ${variance} ${k} ${p}`;
}

/** A variance that was taken for none changes nothing. */
export function reverseFloorVariance(adjoints: Adjoints, { n, variance, noise, out }: FloorVariance): void {
  const given = adjoints.buffer(out);
  if (given === null || !adjoints.isActive(variance.buffer)) return;
  const bound = noise === null ? null : adjoints.valueBuffer(noise);
  const passed = adjoints.builder.passVariance(n, adjoints.value(variance), bound, given, "variance adjoint");
  adjoints.add([n], variance, [{ coefficient: 1, factors: [whole(passed, [n])] }]);
}
