/** Deno: how an expected output changes with the order. No permission is needed. */
import { estimate, plan, randomNetwork } from "../../dist/index.js"; // in your project: from "npm:kprop"

// Three layers of 32 neurons with random weights; the same seed gives the same network everywhere.
const network = await randomNetwork({ width: 32, depth: 3, seed: 1 });

for (const order of [1, 2, 3] as const) {
  // What it costs is known before anything runs.
  const { flops } = plan(network, { order });
  const { output } = await estimate(network, { order });
  console.log(`order ${order}: ${output.mean[0].toFixed(6)} for ${flops} FLOPs`);
}
