import { type Command, Option } from "commander";
import { DTYPES, type Dtype } from "../backend/dtype.ts";
import type { Precision } from "../backend/precision.ts";
import { KINDS, type Kind, ORDERS, type Order } from "../combinatorics/tracked.ts";
import type { MethodOptions } from "../estimate/options.ts";
import { FORMS, type Form } from "../propagation/form.ts";
import type { MetricMode } from "../propagation/propagate.ts";
import { precisionOption } from "./precision-option.ts";
import { type ThreadsFlag, threadsOf, threadsOption } from "./threads-option.ts";

/** The flags that choose an estimator. */
export interface MethodFlags extends ThreadsFlag {
  readonly order: string;
  readonly kind: Kind;
  readonly metric: MetricMode;
  readonly form?: Form;
  readonly dtype: Dtype;
  readonly precision: Precision;
  readonly fold: boolean;
}

export function addMethod(command: Command): Command {
  return command
    .addOption(orderOption())
    .addOption(kindOption())
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
    .addOption(dtypeOption())
    .addOption(precisionOption())
    .addOption(threadsOption())
    .option("--no-fold", "keep every factor of a deep chain whole (order 3 simple)");
}

/** `--order`, of every command that estimates by one. */
export function orderOption(): Option {
  return new Option("--order <K>", "largest degree of cumulants carried whole")
    .choices(ORDERS.map(String))
    .default("2");
}

export function kindOption(): Option {
  return new Option("--kind <KIND>", "what is carried beyond it").choices([...KINDS]).default("simple");
}

export function dtypeOption(): Option {
  return new Option("--dtype <TYPE>", "type of all arithmetic").choices([...DTYPES]).default("f64");
}

export function methodOptions(flags: MethodFlags): MethodOptions {
  const { order, kind, metric, form, dtype, precision, fold } = flags;
  const common = { kind, metric, dtype, precision, fold, ...threadsOf(flags) };
  return { order: Number(order) as Order, ...(form && { form }), ...common };
}
