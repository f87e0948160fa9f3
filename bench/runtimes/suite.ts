/** The benchmark that is shipped: what matters most of bench/suite.ts, in whatever runtime it is loaded. */
import manifest from "../../package.json" with { type: "json" };
import { DTYPES, type Dtype } from "../../src/backend/dtype.ts";
import type { Network } from "../../src/network/network.ts";
import { randomNetwork } from "../../src/sampling/random-network.ts";
import { type Group, measure, type Progress } from "../measure.ts";
import { type References, toRow } from "../row.ts";
import { estimateTask, type MethodChoice } from "../tasks/estimates.ts";
import { limitTasks } from "../tasks/limit.ts";
import { squareTask } from "../tasks/products.ts";
import { samplerTask } from "../tasks/sampling.ts";
import { bareSpace, librarySpace } from "../tasks/space.ts";
import type { Report } from "./report.ts";
import { thisRuntime } from "./runtime.ts";

export interface RuntimeOptions {
  /** One round instead of nine: whether it works, not how fast. Default: false. */
  readonly quick?: boolean;
  /** Called between measurements; what it throws ends the benchmark. */
  readonly onProgress?: (progress: Progress) => void;
}

const SAMPLES = 1024;

const FAST: readonly MethodChoice[] = [
  { order: 1, kind: "simple" },
  { order: 2, kind: "simple" },
];
const THIRD: readonly MethodChoice[] = [
  { order: 3, kind: "simple" },
  { order: 3, kind: "augment-tree" },
];
/** On a narrow network, since it takes n⁴. */
const FOURTH: readonly MethodChoice[] = [{ order: 4, kind: "simple" }];

/** Times products, sampling and estimates here, on one thread; takes about half a minute. */
export async function measureRuntime({ quick = false, onProgress }: RuntimeOptions = {}): Promise<Report> {
  const [wide, narrow] = [
    await randomNetwork({ width: 256, depth: 4 }),
    await randomNetwork({ width: 64, depth: 4 }),
  ];
  const bare = await bareSpace();
  const references = {} as Record<Dtype, References>;
  const groups: Group[] = [];
  for (const dtype of DTYPES) {
    const compared = {
      limits: limitTasks(bare, dtype),
      gemm: squareTask(await librarySpace(), dtype, 256),
    };
    references[dtype] = compared;
    const estimates = (name: string, network: Network, methods: readonly MethodChoice[]) =>
      methods.map((method) => estimateTask(name, network, { ...method, dtype, threads: 1 }));
    const all = [
      [samplerTask(wide, { samples: SAMPLES, dtype, threads: 1 }), ...estimates("256×4", wide, FAST)],
      [...estimates("256×4", wide, THIRD), ...estimates("64×4", narrow, FOURTH)],
    ];
    groups.push(...all.map((tasks) => ({ references: [...compared.limits, compared.gemm], tasks })));
  }
  const rounds = { rounds: quick ? 1 : 9, slowRounds: 1, say: () => {}, onProgress };
  const measured = await measure(groups, rounds);
  const rows = measured.map((each) => toRow(each, references[each.task.dtype]));
  return { kprop: manifest.version, ...thisRuntime(), rows };
}
