/** The benchmark itself. Knows no runtime: what only one of them can do comes as `others`. */
import { DTYPES, type Dtype } from "../src/backend/dtype.ts";
import { randomNetwork } from "../src/sampling/random-network.ts";
import { type Group, measure } from "./measure.ts";
import { type References, type Row, toRow } from "./row.ts";
import { estimateTask, METHODS } from "./tasks/estimates.ts";
import { limitTasks } from "./tasks/limit.ts";
import { plannedTasks, squareTask, symmetricTask } from "./tasks/products.ts";
import { normalsTask, samplerTask } from "./tasks/sampling.ts";
import { bareSpace, librarySpace, type Space } from "./tasks/space.ts";
import type { Task } from "./tasks/task.ts";
import { weightTasks } from "./tasks/weights.ts";

export interface SuiteOptions {
  /** Few rounds, and no row that takes long. */
  readonly quick: boolean;
  /** Rows of the caller's own. */
  readonly others: readonly Task[];
  readonly say: (message: string) => void;
}

const SAMPLES = 4096;

/** At n = 512 orders 3 augment and 4 would take minutes. */
const NETWORKS = [
  { name: "n=256", options: { width: 256, depth: 4 }, methods: METHODS },
  { name: "n=64", options: { width: 64, depth: 4 }, methods: METHODS.slice(0, 6) },
  { name: "n=512", options: { width: 512, depth: 4 }, methods: METHODS.slice(0, 5) },
  {
    name: "n=256 gelu",
    options: { width: 256, depth: 4, activation: "gelu" },
    methods: METHODS.slice(0, 4).filter(({ kind }) => kind === "simple"),
  },
];

/** What is left of them in a hurry. */
const QUICK_NETWORKS = [{ ...NETWORKS[0]!, methods: METHODS.slice(0, 5) }];

export async function runSuite({ quick, others, say }: SuiteOptions): Promise<Row[]> {
  const bare = await bareSpace();
  const references = {} as Record<Dtype, References>;
  const groups: Group[] = [];
  for (const dtype of DTYPES) {
    const space = await librarySpace();
    const compared = { limits: limitTasks(bare, dtype), gemm: squareTask(space, dtype, 256) };
    references[dtype] = compared;
    const all = [
      ...productGroups(space, dtype, quick),
      ...(await networkGroups(space, bare, dtype, quick)),
      others.filter((task) => task.dtype === dtype),
    ];
    groups.push(...all.map((tasks) => ({ references: [...compared.limits, compared.gemm], tasks })));
  }
  const measured = await measure(groups, { rounds: quick ? 5 : 15, slowRounds: 3, say });
  return measured.map((each) => toRow(each, references[each.task.dtype]));
}

function productGroups(space: Space, dtype: Dtype, quick: boolean): Task[][] {
  const square = (n: number) => squareTask(space, dtype, n);
  const symmetric = (n: number) => symmetricTask(space, dtype, n);
  if (quick) return [[square(64), square(512), symmetric(256)]];
  return [[64, 128, 512, 1024].map(square), [symmetric(256), symmetric(512), ...plannedTasks(space, dtype)]];
}

/** One thread each. The sampler; the first network's estimates, order 1 compared with going through the weights; the others' estimates. */
async function networkGroups(space: Space, bare: Space, dtype: Dtype, quick: boolean): Promise<Task[][]> {
  const choices = quick ? QUICK_NETWORKS : NETWORKS;
  const networks = await Promise.all(choices.map(({ options }) => randomNetwork(options)));
  const estimates = choices.map(({ name, methods }, index) =>
    methods.map((method) => estimateTask(name, networks[index]!, { ...method, dtype, threads: 1 })),
  );
  const [[orderOne, ...higher], ...others] = estimates as [[Task, ...Task[]], ...Task[][]];
  const { summed, streamed } = weightTasks(bare, networks[0]!, dtype);
  return [
    [normalsTask(space, dtype), samplerTask(networks[0]!, { samples: SAMPLES, dtype, threads: 1 })],
    [summed, streamed, { ...orderOne, against: streamed }, ...higher],
    ...others,
  ];
}
