import { ORDERS_TO_3 } from "../measure/methods.ts";
import { Course } from "../training/course.ts";
import type { Examined } from "../training/examine.ts";
import { digits } from "../training/networks.ts";
import type { Variant } from "../training/variants.ts";

const SAMPLES = 2 ** 15;
const CHECKPOINTS = { full: [0, 64, 512, 4096], quick: [0, 64] };

type Shape = readonly [task: Variant["task"], width: number, depth: number, seeds: readonly number[]];

const SHAPES: { readonly full: readonly Shape[]; readonly quick: readonly Shape[] } = {
  full: [
    ["avoidance", 50, 6, [1, 2, 3]],
    ["avoidance", 32, 3, [1, 2]],
    ["mixture", 64, 6, [1]],
    ["strokes", 64, 3, [1]],
    ["strokes", 128, 4, [1]],
    ["teacher", 64, 2, [1]],
    ["teacher", 128, 4, [1]],
  ],
  quick: [["avoidance", 16, 3, [1]]],
};

/** Shrinks what no gradient holds up, which leaves few directions. */
const DECAYS = [0, 0.5];

/** Networks on their way through training, of a few inputs and of many. */
export function learntNetworks(quick: boolean): Examined[] {
  const form = quick ? "quick" : "full";
  const networks = SHAPES[form].flatMap(([task, width, depth, seeds]) =>
    seeds.flatMap((seed) => DECAYS.flatMap((decay) => alongCourse(task, width, depth, seed, decay, quick))),
  );
  return quick ? networks : [...networks, digitsNetwork()];
}

/** The test network, whose samples have been drawn. */
function digitsNetwork(): Examined {
  const { subject } = digits();
  const facts = { family: "trained", ...subject.facts };
  return { subject: { ...subject, facts }, methods: ORDERS_TO_3, samples: SAMPLES };
}

function alongCourse(
  task: Variant["task"],
  width: number,
  depth: number,
  seed: number,
  weightDecay: number,
  quick: boolean,
): Examined[] {
  const form = quick ? "quick" : "full";
  const checkpoints = CHECKPOINTS[form];
  const name = `${task} ${width}x${depth}, decay ${weightDecay}, seed ${seed}`;
  const course = new Course({
    ...{ name, task, samples: { training: quick ? 1024 : 8192, test: 512 } },
    recipe: {
      ...{ batch: 64, seed, widths: Array<number>(depth).fill(width) },
      ...{ optimiser: { type: "adam", rate: 1e-3 }, weightDecay, checkpoints },
    },
  });
  return checkpoints.map((step) => ({
    subject: {
      name: `trained: ${name}, step ${step}`,
      facts: { family: "trained", network: `${name}, step ${step}`, width, depth },
      size: { width, depth },
      load: async () => (await course.at(step)).network,
    },
    methods: ORDERS_TO_3,
    samples: SAMPLES,
    making: { ensure: (watch) => course.ensure(watch), cost: step === 0 ? course.cost : 0 },
  }));
}
