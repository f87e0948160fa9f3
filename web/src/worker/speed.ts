import { estimate, randomNetwork, sample } from "kprop";
import type { Speed } from "../protocol/jobs.ts";
import { HERE, THREADS } from "./threads.ts";

/** Long enough for coarse clocks, in milliseconds. */
const WINDOW = 10;
/** Of which the fastest counts: other work only slows down. */
const WINDOWS = 3;

/** How fast this browser estimates and samples, from a small network: within a factor of two, which the race then mends. */
export async function speed(): Promise<Speed> {
  const network = await randomNetwork({ width: 128, depth: 4 });
  const options = { dtype: "f32", ...HERE } as const;
  const estimating = await rate(() =>
    estimate(network, { ...options, order: 2, ladder: false, check: false }),
  );
  const sampling = await rate(() => sample(network, { ...options, samples: 512, variance: "plain" }));
  return { estimating, sampling, threads: THREADS };
}

/** Operations per second, of the second run on. */
async function rate(run: () => Promise<{ flops: number }>): Promise<number> {
  await run();
  let best = 0;
  for (let window = 0; window < WINDOWS; window++) {
    const start = performance.now();
    let flops = 0;
    do flops += (await run()).flops;
    while (performance.now() - start < WINDOW);
    best = Math.max(best, (1000 * flops) / (performance.now() - start));
  }
  return best;
}
