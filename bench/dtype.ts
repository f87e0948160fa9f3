/** How much f32 rounds: mean squares of f32 − f64 estimates as a fraction of the outputs' mean square. */
import type { Kind, Order } from "../src/combinatorics/tracked.ts";
import { meanSquare } from "../src/estimate/differences.ts";
import { estimate } from "../src/estimate/estimate.ts";
import { randomNetwork } from "../src/sampling/random-network.ts";

const METHODS: readonly (readonly [Order, Kind])[] = [
  [1, "simple"],
  [2, "simple"],
  [2, "augment"],
  [3, "simple"],
  [3, "augment-tree"],
  [4, "simple"],
];
const WIDTHS = [32, 64, 128, 256];
const DEPTHS = [1, 4, 16];
/** Order 4 takes n⁴. */
const WIDEST = { 1: 256, 2: 256, 3: 256, 4: 64 };
const SEEDS = [1, 2, 3];

/** The largest over the seeds; null if both types call the estimate unreliable. */
async function rounding(order: Order, kind: Kind, width: number, depth: number): Promise<number | null> {
  let worst: number | null = null;
  for (const seed of SEEDS) {
    const network = await randomNetwork({ width, depth, seed });
    const [f32, f64] = [
      await estimate(network, { order, kind, dtype: "f32" }),
      await estimate(network, { order, kind, dtype: "f64" }),
    ];
    if (f64.unreliable) continue;
    const difference = f32.output.mean.map((x, i) => x - f64.output.mean[i]!);
    worst = Math.max(worst ?? 0, meanSquare(difference) / meanSquare(f64.output.mean));
  }
  return worst;
}

console.log(`| order | width | ${DEPTHS.map((depth) => `${depth} hidden`).join(" | ")} |`);
console.log(`|---|---|${DEPTHS.map(() => "---").join("|")}|`);
for (const [order, kind] of METHODS) {
  for (const width of WIDTHS.filter((n) => n <= WIDEST[order])) {
    const cells: string[] = [];
    for (const depth of DEPTHS) {
      const found = await rounding(order, kind, width, depth);
      cells.push(found === null ? "unreliable" : found.toExponential(1));
    }
    console.log(`| ${order} ${kind} | ${width} | ${cells.join(" | ")} |`);
  }
}
