import { Arena } from "../src/backend/arena.ts";
import { bytesPerElement, DTYPES, type Dtype } from "../src/backend/dtype.ts";
import { instantiateKernels } from "../src/backend/kernels.ts";
import { estimate } from "../src/estimate/estimate.ts";
import type { MethodOptions } from "../src/estimate/options.ts";
import { plan } from "../src/estimate/plan.ts";
import type { Network } from "../src/network/network.ts";
import { triangleElements } from "../src/plan/cost.ts";
import { gemmWorkspace } from "../src/plan/memory.ts";
import { randomNetwork } from "../src/sampling/random-network.ts";
import { sample } from "../src/sampling/sample.ts";
import { limitTasks } from "./limit.ts";
import { fractionOf, measure, median, type Task, type Timing } from "./rounds.ts";

const ROUNDS = 15;
const SAMPLES = 4096;

const kernels = await instantiateKernels();

/** One product of square matrices: plain, or the triangle of A·Aᵀ. */
function gemmTask(n: number, dtype: Dtype, symmetric: boolean): Task {
  const arena = new Arena(kernels);
  const bytes = bytesPerElement(dtype);
  const [a, b, c] = [
    arena.reserve(n * n * bytes),
    arena.reserve(n * n * bytes),
    arena.reserve(n * n * bytes),
  ];
  const workspace = arena.reserve(gemmWorkspace({ rows: n, columns: n, inner: n }, bytes));
  for (const pointer of [a, b]) arena[dtype](pointer, n * n).fill(1 / 3);
  const gemm = kernels[`gemm_${dtype}`]!;
  const [second, rsb, csb] = symmetric ? [a, 1, n] : [b, n, 1];
  return {
    name: `gemm ${dtype} n=${n}${symmetric ? " symmetric" : ""}`,
    flops: 2 * n * (symmetric ? triangleElements(n) : n * n),
    run: () => {
      gemm(n, n, n, a, n, 1, second!, rsb!, csb!, c, n, 0, Number(symmetric), workspace);
    },
  };
}

/** Forward passes with everything that belongs to them; the FLOPs are those of the products. */
function samplerTask(network: Network, dtype: Dtype): Task {
  const products = network.layers.reduce((total, { weight }) => total + 2 * weight.rows * weight.columns, 0);
  return {
    name: `sampler ${dtype}`,
    flops: products * SAMPLES,
    run: async () => {
      await sample(network, { samples: SAMPLES, dtype });
    },
  };
}

function estimateTask(network: Network, options: MethodOptions): Task {
  const { order, kind, dtype } = options;
  return {
    name: `estimate ${dtype} order ${order} ${kind}`,
    flops: plan(network, options).flops,
    run: async () => {
      await estimate(network, { ...options, ladder: false });
    },
  };
}

async function bench(dtype: Dtype): Promise<Row[]> {
  const network = await randomNetwork({ width: 256, depth: 4 });
  const limits = limitTasks(dtype);
  const reference = gemmTask(256, dtype, false);
  const tasks = [
    ...limits,
    reference,
    ...[64, 512].map((n) => gemmTask(n, dtype, false)),
    gemmTask(256, dtype, true),
    samplerTask(network, dtype),
    ...(
      [
        [1, "simple"],
        [2, "simple"],
        [2, "augment"],
        [3, "simple"],
        [3, "augment-tree"],
      ] as const
    ).map(([order, kind]) => estimateTask(network, { order, kind, dtype })),
  ];
  const timings = await measure(tasks, ROUNDS);
  const limit = timings.slice(0, limits.length);
  const gemm = timings.find(({ task }) => task === reference)!;
  return timings.map((timing) => row(timing, limit, gemm));
}

function row(timing: Timing, limit: readonly Timing[], gemm: Timing) {
  const { task, rates } = timing;
  const rate = median(rates);
  return {
    name: task.name,
    milliseconds: (task.flops / rate) * 1e3,
    gflops: rate / 1e9,
    slowest: Math.min(...rates) / 1e9,
    fastest: Math.max(...rates) / 1e9,
    ofLimit: fractionOf(timing, limit),
    ofGemm: fractionOf(timing, [gemm]),
  };
}

type Row = ReturnType<typeof row>;

function line({ name, milliseconds, gflops, slowest, fastest, ofLimit, ofGemm }: Row): string {
  const percent = (x: number) => `${(100 * x).toFixed(0)}%`.padStart(9);
  const spread = `${slowest.toFixed(1)}–${fastest.toFixed(1)}`;
  return `${name.padEnd(30)}${milliseconds.toPrecision(3).padStart(9)}${gflops.toFixed(1).padStart(10)}${spread.padStart(13)}${percent(ofLimit)}${percent(ofGemm)}`;
}

const rows: Row[] = [];
for (const dtype of DTYPES) rows.push(...(await bench(dtype)));
if (process.argv.includes("--json")) console.log(JSON.stringify(rows, null, 2));
else {
  console.log(
    `${"".padEnd(30)}${"ms".padStart(9)}${"GFLOP/s".padStart(10)}${"spread".padStart(13)}${"of limit".padStart(9)}${"of gemm".padStart(9)}`,
  );
  for (const each of rows) console.log(line(each));
  console.log(
    `\nmedians of ${ROUNDS} rounds, all rows in turn; ratios within a round; limit: the faster bare tile; gemm: n=256`,
  );
}
