import { type Command, Option } from "commander";
import { DTYPES, type Dtype } from "../backend/dtype.ts";
import { KINDS, type Kind, ORDERS, type Order } from "../combinatorics/tracked.ts";
import type { MethodOptions } from "../estimate/options.ts";
import { FORMS, type Form } from "../propagation/form.ts";
import type { MetricMode } from "../propagation/propagate.ts";

/** The flags that choose an estimator. */
export interface MethodFlags {
  readonly order: string;
  readonly kind: Kind;
  readonly metric: MetricMode;
  readonly form?: Form;
  readonly dtype: Dtype;
}

export function addMethod(command: Command): Command {
  return command
    .addOption(
      new Option("--order <K>", "largest degree of cumulants carried whole")
        .choices(ORDERS.map(String))
        .default("2"),
    )
    .addOption(new Option("--kind <KIND>", "what is carried beyond it").choices([...KINDS]).default("simple"))
    .addOption(
      new Option("--metric <METRIC>", "W Wᵀ, or its average over random weights")
        .choices(["exact", "average"])
        .default("exact"),
    )
    .addOption(
      new Option(
        "--form <FORM>",
        "cumulants of degree 3 and more as tensors or factors; default: the cheaper",
      ).choices([...FORMS]),
    )
    .addOption(new Option("--dtype <TYPE>", "type of all arithmetic").choices([...DTYPES]).default("f64"));
}

export function methodOptions({ order, kind, metric, form, dtype }: MethodFlags): MethodOptions {
  return { order: Number(order) as Order, kind, metric, ...(form && { form }), dtype };
}
