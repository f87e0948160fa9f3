import type { PlanBuilder } from "../../../plan/builder.ts";
import { cube } from "../../state.ts";
import type { Entry } from "../entry.ts";
import { commonBasis } from "./basis.ts";
import { coreOnto, onOrthonormal } from "./carry.ts";
import { addCore, projected } from "./core.ts";
import { factorsOf, gramsOf } from "./factors.ts";
import type { Fold, FoldShape } from "./fold.ts";
import { FoldReport } from "./report.ts";

interface Folded {
  readonly entries: readonly Entry[];
  readonly fold: Fold | null;
}

/** The entries of a pre-activation of width n, its oldest one folded if there are more than stay whole. */
export function foldOldest(
  builder: PlanBuilder,
  { entries, fold }: Folded,
  { window, rank }: FoldShape,
  n: number,
): Folded {
  const [oldest, ...rest] = entries;
  if (oldest === undefined || rest.length < window) return { entries, fold };
  const factors = factorsOf(oldest, n);
  const grams = gramsOf(builder, factors);
  const old = fold && onOrthonormal(builder, fold, n);
  const basis = commonBasis(builder, factors, grams, old, rank);
  const onto = projected(builder, factors, basis, rank);
  const core = old ? coreOnto(builder, old, basis, n) : builder.buffer("fold core", cube(rank, 3));
  const report = new FoldReport(builder, rank);
  report.ofEntry(factors, grams, onto);
  if (old) report.ofFold(old.core, core);
  addCore(builder, factors, onto, rank, core, old !== null);
  report.finish(core);
  return { entries: rest, fold: { rank, basis, core } };
}
