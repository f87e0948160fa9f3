import type { Expense } from "../estimate/budget/conclude.ts";
import { duration, scientific, withPrefix } from "./numbers.ts";
import { print } from "./output.ts";

/** What a budget was spent on, and how good the means are. */
export function printExpense({
  unit,
  budget,
  spent,
  spentOnEstimates,
  runs,
  vnmse,
  upper,
  target,
}: Expense): void {
  const amount = (x: number) => (unit === "flops" ? withPrefix(x, "FLOP") : duration(x));
  const ran = runs.map(({ order, kind, vnmse: error }) => {
    return `order ${order} ${kind} (${error === null ? "of no use" : scientific(error)})`;
  });
  const on =
    ran.length > 0 ? `${amount(spentOnEstimates)} of it on ${ran.join(", ")}` : "all of it on samples";
  print(`spent ${amount(spent)} of ${amount(budget)}, ${on}`);
  const bound = upper === null ? "" : `, below ${scientific(upper)} in nine of ten cases`;
  print(`these means have an expected vnMSE of ${scientific(vnmse)}${bound}`);
  if (target !== null) print(`target: ${target}`);
}
