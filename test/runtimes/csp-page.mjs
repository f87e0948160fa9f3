/** What a page under a strict policy sees of kprop, posted. */
import * as kprop from "/dist/index.js";

const violations = [];
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
  violations.push(`${effectiveDirective} ${blockedURI}`);
});

/** Bits of a mean, and how many threads computed it in how many milliseconds. */
async function measure(network, options) {
  const start = performance.now();
  const { output, threads } = await kprop.estimate(network, { order: 3, ladder: false, ...options });
  return {
    threads,
    milliseconds: performance.now() - start,
    bits: [...new BigUint64Array(output.mean.buffer)].join(),
  };
}

async function look() {
  const isolated = globalThis.crossOriginIsolated;
  if (new URLSearchParams(location.search).has("url")) await kprop.loadKernels("/dist/kernels.wasm");
  const network = await kprop.randomNetwork({ width: 250, depth: 4, seed: 1 });
  const planned = kprop.plan(network, { order: 3, threads: 2 }).threads;
  const [one, two] = [await measure(network, { threads: 1 }), await measure(network, { threads: 2 })];
  const sampled = await kprop.sample(network, { samples: 4096, threads: 2 });
  const sampledAlone = await kprop.sample(network, { samples: 4096, threads: 1 });
  return {
    isolated,
    planned,
    estimateThreads: two.threads,
    sampleThreads: sampled.threads,
    sameBits: one.bits === two.bits && String(sampled.output.mean) === String(sampledAlone.output.mean),
    delay: Math.round(two.milliseconds - one.milliseconds),
    violations,
  };
}

async function outcome() {
  try {
    return await look();
  } catch (error) {
    return { refused: `${error.name} ${error.code}: ${error.message}`, violations };
  }
}

await fetch("/report", { method: "POST", body: JSON.stringify(await outcome()) });
