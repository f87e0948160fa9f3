import type { Engine } from "../engine/engine.ts";
import { withControl } from "./control/with-control.ts";
import type { Core } from "./core.ts";
import type { Evaluation } from "./evaluator.ts";
import type { SampleOptions } from "./options.ts";
import { withPoints } from "./sobol/with-points.ts";
import { hasControl } from "./variance.ts";

/** An evaluation with what its way of sampling needs, and the operations that this takes beside the samples' own. */
export interface Prepared {
  readonly evaluation: Evaluation;
  readonly flops: number;
}

/**
 * Loaded for the ways of sampling that need more than random numbers.
 *
 * @throws KpropError as `withControl` and `withPoints`; the signal's reason when aborted
 */
export async function prepared(
  evaluation: Evaluation,
  normals: number,
  engine: Engine,
  options: SampleOptions,
  core: Core,
): Promise<Prepared> {
  const { variance } = evaluation.settings;
  const scattered =
    variance === "control" ? evaluation : await withPoints(evaluation, normals, options, core);
  return hasControl(variance)
    ? withControl(scattered, engine, options, core)
    : { evaluation: scattered, flops: 0 };
}
