import { makeNetwork } from "../../src/network/make.ts";
import type { Network } from "../../src/network/network.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import type { Row } from "../framework/experiment.ts";
import { ORDER_4, ORDERS_TO_3 } from "../measure/methods.ts";
import { once } from "../measure/subject.ts";
import type { Examined } from "../training/examine.ts";
import { spikedNetwork } from "../training/spiked.ts";
import { correlated } from "./correlated.ts";
import { duplicated, equalNeurons } from "./duplicated.ts";

/** Samples of a truth: it is to tell a tenth of a deviation, which is a vnMSE of 1e-2, from less. */
const SAMPLES = 2 ** 15;

/** Order 4 is run up to this width, where it takes no time. */
const ORDER_4_TO = 32;

const SEEDS = { full: [1, 2], quick: [1] };

/** A network of a family: what it is, and how it is made. */
interface Member {
  readonly family: string;
  readonly name: string;
  readonly width: number;
  readonly depth: number;
  readonly make: () => Promise<Network>;
}

/** Every network whose weights are drawn, not learnt. */
export function drawnNetworks(quick: boolean): Examined[] {
  return [random, narrowDeep, fewInputs, duplicates, spikes, correlations]
    .flatMap((family) => family(quick))
    .map(({ family, name, width, depth, make }): Examined => {
      const facts: Row = { family, network: name, width, depth };
      const methods = width <= ORDER_4_TO && depth <= 8 ? [...ORDERS_TO_3, ORDER_4] : ORDERS_TO_3;
      const subject = { name: `${family}: ${name}`, facts, size: { width, depth }, load: once(make) };
      return { subject, methods, samples: SAMPLES };
    });
}

function grid(quick: boolean, widths: readonly number[], depths: readonly number[]) {
  const seeds = SEEDS[quick ? "quick" : "full"];
  const [w, d] = quick ? [widths.slice(0, 1), depths.slice(0, 2)] : [widths, depths];
  return w.flatMap((width) => d.flatMap((depth) => seeds.map((seed) => ({ width, depth, seed }))));
}

function random(quick: boolean): Member[] {
  const relu = grid(quick, [16, 64, 256], [2, 4, 8]).flatMap((each) =>
    [1, 10].map((outputs) => ({ ...each, outputs, activation: "relu" })),
  );
  const others = grid(quick, [32, 64], [2, 4]).flatMap((each) =>
    ["tanh", "gelu", "abs"].map((activation) => ({ ...each, outputs: 10, activation })),
  );
  return [...relu, ...others].map(({ width, depth, seed, outputs, activation }) => ({
    ...{ family: "random", width, depth },
    name: `${activation} ${width}x${depth} to ${outputs}, seed ${seed}`,
    make: () => randomNetwork({ width, depth, seed, outputs, activation }),
  }));
}

function narrowDeep(quick: boolean): Member[] {
  return grid(quick, [4, 8, 16], [4, 8, 16]).map(({ width, depth, seed }) => ({
    ...{ family: "narrow, deep", width, depth },
    name: `${width}x${depth}, seed ${seed}`,
    make: () => randomNetwork({ width, depth, seed, outputs: 4, biasVariance: 0.1 }),
  }));
}

function fewInputs(quick: boolean): Member[] {
  return grid(quick, [32, 64], [2, 4, 6]).flatMap(({ width, depth, seed }) =>
    [1, 2, 3, 5, 8].flatMap((inputs) =>
      [0, 0.3].map((biasVariance) => ({
        ...{ family: "few inputs", width, depth },
        name: `${inputs} to ${width}x${depth}, biases ${biasVariance}, seed ${seed}`,
        make: () => randomNetwork({ inputs, width, depth, seed, outputs: 3, biasVariance }),
      })),
    ),
  );
}

function duplicates(quick: boolean): Member[] {
  const several = grid(quick, [64], [2, 4]).flatMap(({ width, depth, seed }) =>
    [2, 4, 16].map((distinct) => ({
      ...{ family: "equal neurons", width, depth },
      name: `${distinct} of ${width}x${depth}, seed ${seed}`,
      make: () => duplicated({ width, depth, distinct, outputs: 3, seed }),
    })),
  );
  const all = (quick ? [3] : [2, 3, 4, 6, 8, 16, 32, 64]).map((width) => ({
    ...{ family: "equal neurons", width, depth: 2 },
    name: `all of ${width} behind one input`,
    make: async () => equalNeurons(width),
  }));
  return [...several, ...all];
}

function spikes(quick: boolean): Member[] {
  return grid(quick, [32, 128], [2, 4]).flatMap(({ width, depth, seed }) =>
    [4, width].flatMap((spread) =>
      [1, 2, 4, 8].map((strength) => ({
        ...{ family: "spiked", width, depth },
        name: `${strength} on ${spread} of ${width}x${depth}, seed ${seed}`,
        make: () => spikedNetwork({ width, depth, outputs: 10, strength, spread, seed }),
      })),
    ),
  );
}

function correlations(quick: boolean): Member[] {
  const laws = ["equal 0.5", "equal 0.9", "chain 0.95", "rank 1", "rank 3"] as const;
  return grid(quick, [32, 128], [1, 2, 4]).flatMap(({ width, depth, seed }) =>
    laws.map((law) => ({
      ...{ family: "correlated inputs", width, depth },
      name: `${law}, ${width}x${depth}, seed ${seed}`,
      make: async () => {
        const { layers } = await randomNetwork({ width, depth, seed, outputs: 4 });
        return makeNetwork({ layers, input: { covariance: await correlated(law, width, seed) } });
      },
    })),
  );
}
