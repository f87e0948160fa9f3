import type { PlannedSource } from "../activations/activation.ts";
import { vanishes } from "../activations/vanishes.ts";
import type { PlanBuilder } from "../plan/builder.ts";
import type { BufferId } from "../plan/plan.ts";
import { whole } from "../plan/views.ts";

/** The Wick coefficients w(k, p) of one layer, each computed when first asked for (spec section 5d). */
export class WickCoefficients {
  private readonly builder: PlanBuilder;
  private readonly activation: PlannedSource;
  private readonly mean: BufferId;
  private readonly variance: BufferId;
  private readonly known = new Map<string, BufferId>();

  constructor(builder: PlanBuilder, activation: PlannedSource, mean: BufferId, variance: BufferId) {
    this.builder = builder;
    this.activation = activation;
    this.mean = mean;
    this.variance = variance;
  }

  /** The vector w(k, p); null where it is zero whatever the data. */
  get(k: number, p: number): BufferId | null {
    if (vanishes(this.activation, k, p)) return null;
    const key = `${k},${p}`;
    const known = this.known.get(key) ?? this.builder.wick(this.activation, k, p, this.mean, this.variance);
    this.known.set(key, known);
    return known;
  }

  /** The vector w(k, p), zeros where it vanishes. */
  vector(k: number, p: number): BufferId {
    const known = this.get(k, p);
    if (known !== null) return known;
    const shape = this.builder.shape(this.mean);
    const zero = this.builder.buffer(`w(${k},${p}) = 0`, shape);
    this.builder.terms(shape, whole(zero, shape), []);
    return zero;
  }
}
