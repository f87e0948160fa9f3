import { type Command, Option } from "commander";
import { DTYPES, type Dtype } from "../../backend/dtype.ts";
import type { Precision } from "../../backend/precision.ts";
import { KINDS, type Kind, ORDERS, type Order } from "../../combinatorics/tracked.ts";
import { type Estimator, propagation, sampling } from "../../whest/estimator.ts";
import { listOf, wholeNumber } from "../arguments.ts";
import { examples } from "../help.ts";
import { printJson } from "../output.ts";
import { precisionOption } from "../precision-option.ts";
import { watched } from "../progress.ts";
import { type RowRange, rowRange } from "../row-range.ts";
import { type ThreadsFlag, threadsOf, threadsOption } from "../threads-option.ts";
import { type Scores, scoreRows } from "../whest.ts";
import { type Shards, withShards } from "../whest-files.ts";
import { printScores } from "../whest-report.ts";

interface WhestFlags extends ThreadsFlag {
  readonly split?: string;
  readonly rows?: RowRange;
  readonly orders: readonly Order[];
  readonly kinds: readonly Kind[];
  readonly samples?: number;
  readonly seed: number;
  readonly budget?: number;
  readonly dtype: Dtype;
  readonly precision: Precision;
  readonly json?: boolean;
}

const NOTE = `Scores as the ARC White-Box Estimation Challenge (WhestBench) does: the final layer's mean squared
error against column final_means, times the share of the budget used, a tenth at least; an estimate
over the budget, or one that fails, counts as zeros with nothing taken off (docs/whest.md).`;

export function addWhest(kprop: Command): void {
  const command = kprop.command("whest").description("score estimates on WhestBench files");
  command
    .argument("<FILE...>", "WhestBench parquet: files of one split, in order, or a folder of them")
    .option("--split <NAME>", "which, where there are several: of files like NAME-00000-of-00007.parquet")
    .option("--rows <A-B>", "from A to B, from 0, through all files; default: all", rowRange)
    .option("--order, --orders <K,…>", `of ${ORDERS.join(", ")} (default: 1,2)`, listOf(ORDERS))
    .option("--kinds <KIND,…>", `of ${KINDS.join(", ")} (default: simple)`, listOf(KINDS))
    .option("--samples <N>", "score sampling with N samples too", wholeNumber(1))
    .option("--seed <S>", "of the samples", wholeNumber(0), 0)
    .option("--budget <FLOPS>", "of one network; default: the round's with its shape", wholeNumber(1))
    .addOption(new Option("--dtype <TYPE>", "type of all arithmetic").choices([...DTYPES]).default("f32"))
    .addOption(precisionOption())
    .addOption(threadsOption())
    .option("--json", "machine-readable output: every network")
    .action((paths: string[], flags) => runWhest(paths, { orders: [1, 2], kinds: ["simple"], ...flags }));
  examples(
    command,
    [
      "whest mini-00000-of-00007.parquet --orders 1,2,3 --rows 0-9",
      "whest dataset.parquet --kinds simple,augment-tree --samples 65536 --budget 2e9",
    ],
    NOTE,
  );
}

async function runWhest(paths: readonly string[], flags: WhestFlags): Promise<void> {
  const { rows = null, budget = null } = flags;
  await withShards(paths, flags.split ?? null, async (shards) => {
    const scores = await watched("scoring", (watch) =>
      scoreRows(shards.shards, rows, estimatorsOf(flags), budget, watch),
    );
    if (flags.json) await printJson(jsonOf(shards, scores));
    else printScores(shards, scores);
  });
}

/** Every kind at every order, and sampling last. */
function estimatorsOf(flags: WhestFlags): Estimator[] {
  const { orders, kinds, samples, seed, dtype, precision } = flags;
  const common = { dtype, precision, ...threadsOf(flags) };
  const propagations = orders.flatMap((order) =>
    kinds.map((kind) => propagation({ order, kind, ...common })),
  );
  return samples === undefined ? propagations : [...propagations, sampling({ samples, seed, ...common })];
}

function jsonOf({ split, complete, shards }: Shards, scores: Scores): object {
  return { files: shards.map(({ path }) => path), split, filesOfSplit: complete, ...scores };
}
