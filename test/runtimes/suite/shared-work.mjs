import { numbers } from "./gradients.mjs";
import { moments } from "./samples.mjs";

/** Work large enough to be shared, by one thread and by two, whose results must agree. */
export async function* sharedWork(kprop, read) {
  const network = await kprop.readNetwork(await read("test/networks/he-relu-256x4.safetensors"));
  const estimate = (options) => async (threads) => {
    const { output, threads: used } = await kprop.estimate(network, {
      order: 3,
      ladder: false,
      ...options,
      threads,
    });
    return { arrays: [output.mean], used };
  };
  const gradient = (options) => async (threads) => {
    const loss = { type: "variance", output: 3 };
    const result = await kprop.valueAndGradient(network, loss, { ...options, threads });
    return { arrays: numbers(result), used: result.threads };
  };
  const sample = (options) => async (threads) => {
    const { output, threads: used } = await kprop.sample(network, { samples: 2500, ...options, threads });
    return { arrays: moments(output), used };
  };
  yield agreed("order 3 by threads", "estimate", estimate({ dtype: "f32" }));
  yield agreed("a gradient by threads", "estimate", gradient({ order: 3, dtype: "f32" }));
  yield agreed("samples by threads", "sample", sample({ antithetic: true }));
  yield agreed(
    "controlled samples by threads",
    "sample",
    sample({ samples: 3072, variance: "sobol-control" }),
  );
}

async function agreed(name, kind, run) {
  const one = await run(1);
  const two = await run(2);
  if (one.used !== 1) throw new Error(`${name}: asked for one, used ${one.used}`);
  if (String(one.arrays) !== String(two.arrays)) throw new Error(`${name}: one and two do not agree`);
  return { name, kind, arrays: two.arrays, used: two.used };
}
