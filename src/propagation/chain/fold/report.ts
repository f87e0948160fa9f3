import type { PlanBuilder } from "../../../plan/builder.ts";
import type { BufferId, View } from "../../../plan/plan.ts";
import { whole } from "../../../plan/views.ts";
import { cube } from "../../state.ts";
import { type Projected, secondHalf } from "./core.ts";
import { type Factors, type Grams, pieces, symmetric } from "./factors.ts";
import { AFTER, BEFORE, LENGTH, PREFIX, WHOLE } from "./report-layout.ts";

/** Writes down what one folding cuts off. */
export class FoldReport {
  private readonly builder: PlanBuilder;
  private readonly rank: number;
  private readonly buffer: BufferId;

  constructor(builder: PlanBuilder, rank: number) {
    this.builder = builder;
    this.rank = rank;
    this.buffer = builder.buffer("fold report", [LENGTH]);
    builder.terms([LENGTH], whole(this.buffer, [LENGTH]), []);
  }

  /** Σ_rr' (FᵀF − F's on the basis)_rr' K_rr' for each piece. */
  ofEntry(factors: Factors, grams: Grams, { pm, u }: Projected): void {
    const { width } = factors;
    const rows = { p: pm, m: secondHalf(pm, width), u };
    const kept = (f: View) => symmetric(this.builder, f, width, this.rank);
    const inside = { p: kept(rows.p), m: kept(rows.m), u: kept(rows.u) };
    pieces(factors, grams).forEach(({ of, coefficient, factors: views }, at) => {
      this.builder.terms([width, width], this.number(at, 2), [
        { coefficient, factors: [grams[of], ...views] },
        { coefficient: -coefficient, factors: [inside[of], ...views] },
      ]);
    });
  }

  ofFold(before: BufferId, after: BufferId): void {
    this.square(before, BEFORE!);
    this.square(after, AFTER!);
  }

  finish(core: BufferId): void {
    this.square(core, WHOLE!);
    this.builder.store(`${PREFIX}${this.builder.currentLayer}`, this.buffer);
  }

  private square(core: BufferId, at: number): void {
    const shape = cube(this.rank, 3);
    const view = whole(core, shape);
    this.builder.terms(shape, this.number(at, 3), [{ coefficient: 1, factors: [view, view] }]);
  }

  private number(at: number, axes: number): View {
    return { buffer: this.buffer, offset: at, strides: Array<number>(axes).fill(0) };
  }
}
