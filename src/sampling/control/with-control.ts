import type { Engine } from "../../engine/engine.ts";
import type { Core } from "../core.ts";
import type { Evaluation } from "../evaluator.ts";
import type { SampleOptions } from "../options.ts";
import type { Prepared } from "../prepare.ts";
import { controlled } from "./controlled.ts";
import { productFlops } from "./product.ts";

/**
 * An evaluation with its control variate, and the operations of making it and of its values on all samples.
 *
 * @throws KpropError `bad-option`: moments of layers are asked for; as `controlled`; the signal's reason when aborted
 */
export async function withControl(
  evaluation: Evaluation,
  engine: Engine,
  { signal }: SampleOptions,
  core: Core,
): Promise<Prepared> {
  if (evaluation.settings.layers) {
    throw new core.KpropError("bad-option", "layers is true; control variates are for the output alone");
  }
  const { control, flops } = await engine.withKernels("strict", (instance) =>
    core.paced(controlled(core, instance, evaluation), { signal }),
  );
  const { gain } = control;
  const each = gain ? productFlops(gain.rows, 1, gain.columns) : 0;
  return { evaluation: { ...evaluation, control }, flops: flops + each * evaluation.settings.samples };
}
