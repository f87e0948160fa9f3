import { type EstimatePlan, type MethodOptions, type Network, plan } from "kprop";
import type { Limits } from "./limits.ts";
import { tooLarge } from "./refusal.ts";

/**
 * The plan of an estimate that keeps to the limits. What a plan costs is known before it runs, exactly; but writing one takes
 * time too, so that what cannot keep to them is turned down before.
 *
 * @throws Refusal 422; KpropError as `plan`
 */
export function affordablePlan(network: Network, options: MethodOptions, limits: Limits): EstimatePlan {
  checkShape(network, options, limits);
  const planned = plan(network, options);
  const { flops, bytes } = planned;
  checkCost({ flops, bytes }, limits);
  return planned;
}

/** Without a look at the options' values, which `plan` checks: unknown ones are planned by nobody. */
function checkShape(network: Network, options: MethodOptions, limits: Limits): void {
  const { length } = network.layers;
  const most = Math.floor(limits.layers / planningEffort(options));
  if (length > most)
    throw tooLarge(`the network has ${length} layers; at this order and kind ${most} are the most`);
  const widest = Math.max(...network.layers.map(({ weight }) => Math.max(weight.rows, weight.columns)));
  if (widest > limits.width) throw tooLarge(`a layer is ${widest} wide; ${limits.width} is the most`);
  checkCost(leastCost(network, options), limits, "at least ");
}

/**
 * By kind, for orders 1 to 4: of how many layers one may be planned. Nothing interrupts planning, whose steps grow with the second
 * or third power of the layers; so it takes about a fifth of a second at most.
 */
const PLANNING_EFFORT: ReadonlyMap<string, readonly number[]> = new Map([
  ["simple", [1, 1, 2, 8]],
  ["base", [1, 1, 2, 8]],
  ["augment", [1, 2, 4, 16]],
  ["augment-tree", [1, 2, 8, 16]],
]);

function planningEffort({ order = 2, kind = "simple" }: MethodOptions): number {
  return PLANNING_EFFORT.get(kind)?.[order - 1] ?? 1;
}

export interface Cost {
  readonly flops: number;
  readonly bytes: number;
}

/**
 * What no plan goes below: from order 2 a covariance goes through every hidden layer but the first; beyond that so does a
 * tensor of as many indices, or every earlier layer's factors where there are any. Order 1 costs next to nothing.
 */
export function leastCost(
  { layers }: Network,
  { order = 2, kind = "simple", dtype = "f64" }: MethodOptions,
): Cost {
  if (order < 2) return { flops: 0, bytes: 0 };
  const factored = kind === "simple" || (order === 3 && kind === "augment-tree");
  let [covariance, tensor, factors, earlier, largest] = [0, 0, 0, 0, 0];
  for (const { weight } of layers.slice(1, -1)) {
    const { rows, columns } = weight;
    covariance += rows * columns ** 2;
    tensor += rows * columns ** order;
    factors += 4 * earlier * rows * columns ** (order - 2);
    earlier += columns;
    largest = Math.max(largest, columns ** (factored ? 2 : order));
  }
  const beyond = factored ? Math.min(tensor, factors) : tensor;
  return { flops: covariance + (order > 2 ? beyond : 0), bytes: (dtype === "f32" ? 4 : 8) * largest };
}

function checkCost({ flops, bytes }: Cost, { planFlops, planBytes }: Limits, prefix = ""): void {
  if (bytes > planBytes)
    throw tooLarge(`the estimate takes ${prefix}${bytes} bytes; ${planBytes} is the most`);
  if (flops > planFlops)
    throw tooLarge(`the estimate takes ${prefix}${flops} FLOPs; ${planFlops} is the most`);
}
