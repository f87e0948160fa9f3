import type { Watch } from "../framework/experiment.ts";
import type { Checkpoint } from "./train.ts";
import { trained, type Variant } from "./variants.ts";

/** A variant's way through training, gone once in a process and only when something of it is asked for. */
export class Course {
  readonly variant: Variant;
  private checkpoints: readonly Checkpoint[] | null = null;

  constructor(variant: Variant) {
    this.variant = variant;
  }

  /** About how many seconds training takes: products forth and back, and a second for the samples. */
  get cost(): number {
    const { widths, batch, checkpoints } = this.variant.recipe;
    const weights = widths.reduce((sum, width, l) => sum + width * (widths[l - 1] ?? width), 0);
    return 1 + (6 * weights * batch * checkpoints.at(-1)!) / PACE;
  }

  async ensure(watch?: Watch): Promise<void> {
    this.checkpoints ??= await trained(this.variant, watch);
  }

  async at(step: number): Promise<Checkpoint> {
    await this.ensure();
    return this.checkpoints!.find((checkpoint) => checkpoint.step === step)!;
  }
}

/** FLOPs a second of small products, and of what lies between them. */
const PACE = 7e9;
