import { KpropError, reading } from "../../errors.ts";
import { isPlain, show } from "../../show.ts";
import type { EstimateOptions } from "../estimate.ts";

/** What an estimate may cost in all, planning and samples included: wall-clock time, or floating-point operations. */
export type Budget = { readonly seconds: number } | { readonly flops: number };

/** What is to be spent, and the vnMSE to stop at; null: none, the budget is spent. */
export interface Spending {
  readonly unit: "flops" | "seconds";
  readonly amount: number;
  readonly target: number | null;
}

/** What a target may cost where no budget is given: half a minute or so of one core. */
const DEFAULT_FLOPS = 1e12;

/** What a budget decides itself. */
const DECIDED = ["order", "kind", "form", "ladder", "verify", "combine", "layers", "cumulants"] as const;

/** What may be asked not to be done, which a budget does not do either. */
function isFlag(name: (typeof DECIDED)[number]): boolean {
  return name === "ladder" || name === "layers" || name === "cumulants";
}

/** @throws KpropError `bad-option` */
export function parseSpending(options: EstimateOptions): Spending {
  const { budget, target } = options;
  const decided = DECIDED.find((name) => options[name] !== undefined && !(isFlag(name) && !options[name]));
  const by = budget === undefined ? "target" : "budget";
  if (decided !== undefined) throw bad(`${decided} is for a ${by} to choose: give one or the other`);
  if (target !== undefined && !isPositive(target))
    throw bad(`target is ${show(target)}; expected a vnMSE above 0`);
  if (budget === undefined) return { unit: "flops", amount: DEFAULT_FLOPS, target: target ?? null };
  return reading("budget", "bad-option", () => ({ ...amountOf(budget), target: target ?? null }));
}

function amountOf(budget: Budget): Pick<Spending, "unit" | "amount"> {
  const [unit, ...more] = isPlain(budget) ? Object.keys(budget) : [];
  const amount: unknown = unit === undefined ? undefined : Object.values(budget)[0];
  if ((unit !== "seconds" && unit !== "flops") || more.length > 0 || !isPositive(amount))
    throw bad(`budget is ${show(budget)}; expected { seconds } or { flops }, a number above 0`);
  return { unit, amount };
}

function isPositive(value: unknown): value is number {
  return typeof value === "number" && value > 0 && Number.isFinite(value);
}

function bad(message: string): KpropError {
  return new KpropError("bad-option", message);
}
