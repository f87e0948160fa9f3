import { reading } from "../errors.ts";
import { checkNetwork } from "../network/check.ts";
import { badOption } from "../network/fail.ts";
import { type Network, widths } from "../network/network.ts";
import { isPlain, show } from "../show.ts";
import { differenceObjective } from "./difference.ts";
import type { Loss, OutputMoments, OwnLoss } from "./loss.ts";
import { type CompleteObjective, type Objective, weighted } from "./objective.ts";
import { meanLoss, ownLoss, varianceLoss } from "./output-losses.ts";
import { tailObjective } from "./tail.ts";

/**
 * The objectives whose values add up to a loss: one for everything that is a function of the network's own output, one for each
 * part that takes a network made from it.
 *
 * @param order the estimator's: from 2 on there are covariances
 * @throws KpropError `bad-option` for what is no loss of this network at that order; `bad-network` for a target that is none
 */
export function objectivesOf(network: Network, loss: Loss, order: number): CompleteObjective[] {
  const own: Part[] = [];
  const others: CompleteObjective[] = [];
  for (const { weight, loss: part } of reading("the loss", "bad-option", () => partsOf(loss, 1, []))) {
    const objective = reading("the loss", "bad-option", () => objectiveOf(network, part, order));
    if (objective.network === network) own.push({ weight, objective });
    else others.push({ ...objective, evaluate: weighted([{ weight, evaluate: objective.evaluate }]) });
  }
  return own.length > 0 ? [together(own), ...others] : others;
}

interface Part {
  readonly weight: number;
  readonly objective: Objective;
}

/** Several objectives of the same network as one. */
function together(parts: readonly Part[]): CompleteObjective {
  const { network, pullBack } = parts[0]!.objective;
  const evaluate = weighted(parts.map(({ weight, objective }) => ({ weight, evaluate: objective.evaluate })));
  const degree = parts.some(({ objective }) => objective.degree === 2) ? 2 : 1;
  const doubts = (output: OutputMoments) =>
    parts.flatMap(({ objective }) => objective.doubts?.(output) ?? []);
  return { network, degree, evaluate, doubts, pullBack };
}

/** A sum taken apart, sums in it too; `within`: what it is part of. */
function partsOf(
  loss: Loss,
  weight: number,
  within: readonly Loss[],
): { readonly weight: number; readonly loss: Exclude<Loss, Sum> }[] {
  if (typeof loss !== "function" && !isPlain(loss)) throw badLoss(loss);
  if (typeof loss === "function" || loss.type !== "sum") return [{ weight, loss }];
  if (within.includes(loss)) badOption("a sum of losses contains itself");
  const { terms } = loss;
  if (!Array.isArray(terms) || terms.length === 0)
    badOption("a sum of losses has terms, a list of at least one");
  return Array.from<Sum["terms"][number]>(terms).flatMap((term) => {
    if (!Number.isFinite(term?.weight))
      badOption(`a loss's weight is ${show(term?.weight)}; expected a number`);
    return partsOf(term.loss, weight * term.weight, [...within, loss]);
  });
}

type Sum = Extract<Loss, { readonly type: "sum" }>;

function objectiveOf(network: Network, loss: Exclude<Loss, Sum>, order: number): Objective {
  if (typeof loss === "function") return ofOutput(network, ownLoss(loss), order > 1 ? 2 : 1);
  if (loss.type === "variance" || loss.type === "squared-difference") checkHasCovariances(loss.type, order);
  const outputs = widths(network).at(-1)!;
  switch (loss.type) {
    case "mean":
      return ofOutput(network, meanLoss(checkOutput(loss.output, outputs)), 1);
    case "variance":
      return varianceObjective(network, checkOutput(loss.output, outputs));
    case "tail":
      return tailObjective(network, checkOutput(loss.output, outputs), loss.threshold);
    case "squared-difference":
      checkNetwork(loss.target);
      return differenceObjective(network, loss.target);
    default:
      throw badLoss(loss);
  }
}

/** @throws KpropError `bad-option` at order 1, for a loss that takes more */
export function checkHasCovariances(type: string, order: number): void {
  if (order === 1) badOption(`the loss "${type}" takes order 2 or more: order 1 has no covariances`);
}

function varianceObjective(network: Network, output: number): Objective {
  return ofOutput(network, varianceLoss(output), 2);
}

function ofOutput(network: Network, evaluate: OwnLoss, degree: 1 | 2): Objective {
  return { network, degree, evaluate, pullBack: (gradient) => gradient };
}

function checkOutput(output: number, outputs: number): number {
  if (Number.isInteger(output) && output >= 0 && output < outputs) return output;
  return badOption(`the loss's output is ${show(output)}; expected an integer from 0 to ${outputs - 1}`);
}

const TYPES = ["mean", "variance", "tail", "squared-difference", "sum"];

function badLoss(loss: unknown): never {
  return badOption(`the loss is ${show(loss)}; expected a function or a type of ${TYPES.join(", ")}`);
}
