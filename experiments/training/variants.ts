import type { Task } from "./dataset.ts";
import { avoidance } from "./tasks/avoidance.ts";
import { mixture } from "./tasks/mixture.ts";
import { strokes } from "./tasks/strokes.ts";
import { teacher } from "./tasks/teacher.ts";
import { type Checkpoint, type Recipe, train, type Watch } from "./train.ts";

const TASKS = { avoidance, strokes, mixture, teacher };

/** A network to train. */
export interface Variant {
  readonly name: string;
  readonly task: keyof typeof TASKS;
  /** Samples to train on and to test with. */
  readonly samples: { readonly training: number; readonly test: number };
  readonly recipe: Recipe;
}

/** Of tasks: another than any network's, whose first weights are drawn in the same way as a teacher's. */
const TASK_SEED = 1001;
const [RECIPE, SAMPLES] = [
  { batch: 64, seed: 1 },
  { training: 8192, test: 2048 },
];
const CHECKPOINTS = [0, 16, 64, 256, 1024, 4096];
const ADAM = { type: "adam", rate: 1e-3 } as const;
const MOMENTUM = { type: "momentum", rate: 0.01, momentum: 0.9 } as const;
/** Shrinks what no gradient holds up by e^−2 over 4096 steps of Adam. */
const DECAY = 0.5;

const FULL: readonly Variant[] = [
  ...decayed("strokes", 128, 2),
  ...decayed("strokes", 256, 4),
  ...decayed("mixture", 64, 6),
  variant("teacher", 128, 2, { optimiser: MOMENTUM }),
];

/** Small and short. */
const QUICK: readonly Variant[] = [
  quick(variant("strokes", 32, 2)),
  quick(variant("mixture", 32, 4, { weightDecay: DECAY })),
  quick(variant("teacher", 32, 2, { optimiser: MOMENTUM })),
];

export function variants(form: { readonly quick: boolean }): readonly Variant[] {
  return form.quick ? QUICK : FULL;
}

/** Trains a variant; the same weights every time. */
export async function trained({ task, samples, recipe }: Variant, watch?: Watch): Promise<Checkpoint[]> {
  const data: Task = await TASKS[task](TASK_SEED, samples.training, samples.test);
  const checkpoints: Checkpoint[] = [];
  for await (const checkpoint of train(data, recipe, watch)) checkpoints.push(checkpoint);
  return checkpoints;
}

function variant(
  task: Variant["task"],
  width: number,
  depth: number,
  changes: Partial<Recipe> = {},
): Variant {
  const widths = new Array<number>(depth).fill(width);
  const recipe = { ...RECIPE, widths, optimiser: ADAM, weightDecay: 0, checkpoints: CHECKPOINTS, ...changes };
  const name = `${task} ${width}x${depth}${recipe.weightDecay > 0 ? " decayed" : ""}`;
  return { name, task, samples: SAMPLES, recipe };
}

function decayed(task: Variant["task"], width: number, depth: number): Variant[] {
  return [0, DECAY].map((weightDecay) => variant(task, width, depth, { weightDecay }));
}

function quick({ recipe, ...rest }: Variant): Variant {
  const checkpoints = CHECKPOINTS.filter((step) => step <= 256);
  return { ...rest, samples: { training: 2048, test: 512 }, recipe: { ...recipe, checkpoints } };
}
