import type { WickSource } from "../activations/activation.ts";
import { stepPower } from "../activations/step.ts";
import type { PlanBuilder } from "../plan/builder.ts";
import type { BufferId } from "../plan/plan.ts";
import { whole } from "../plan/views.ts";

/** The Wick coefficients w(k, p) of one layer, each computed when first asked for (spec section 5d). */
export class WickCoefficients {
  private readonly builder: PlanBuilder;
  private readonly activation: WickSource;
  private readonly mean: BufferId;
  private readonly variance: BufferId;
  private readonly known = new Map<string, BufferId>();

  constructor(builder: PlanBuilder, activation: WickSource, mean: BufferId, variance: BufferId) {
    this.builder = builder;
    this.activation = activation;
    this.mean = mean;
    this.variance = variance;
  }

  /** The vector w(k, p); null where it is zero whatever the data. */
  get(k: number, p: number): BufferId | null {
    if (this.vanishes(k, p)) return null;
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

  /** A derivative of a polynomial's p-th power beyond its degree, or of a step's where that is constant. */
  private vanishes(k: number, p: number): boolean {
    const { activation } = this;
    if (activation.family === "polynomial") return k > p * (activation.coefficients.length - 1);
    if (activation.family !== "step" || k === 0) return false;
    const { below, above } = stepPower(activation, p);
    return below === above;
  }
}
