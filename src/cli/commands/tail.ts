import type { Command } from "commander";
import type { Network } from "../../network/network.ts";
import { type SampledTails, tailBySampling } from "../../tail/tail-by-sampling.ts";
import { type SplitTails, tailBySplitting } from "../../tail/tail-by-splitting.ts";
import { type TailEstimate, type Tails, tailProbability } from "../../tail/tail-probability.ts";
import { finiteNumber, wholeNumber } from "../arguments.ts";
import { examples } from "../help.ts";
import { addInput, type InputFlags, inputFromFlags } from "../input-options.ts";
import { addMethod, type MethodFlags, methodOptions } from "../method-options.ts";
import { addNetwork, type NetworkFlags, readWithFlags } from "../network-options.ts";
import { byteSize, duration, withPrefix } from "../numbers.ts";
import { print, printJson, table } from "../output.ts";
import { watched } from "../progress.ts";
import { methodLine, networkLine, printWarnings } from "../report.ts";
import { threadCount, threadsOf } from "../threads-option.ts";

interface TailFlags extends NetworkFlags, MethodFlags, InputFlags {
  readonly threshold: number;
  readonly neuron?: number;
  readonly below?: boolean;
  readonly samples?: number;
  readonly splitting?: number;
  readonly seed: number;
  readonly json?: boolean;
}

interface Found {
  readonly estimate: TailEstimate;
  readonly sampling?: SampledTails;
  readonly splitting?: SplitTails;
}

/** Outputs whose probabilities are shown. */
const SHOWN = 5;

const NOTE = `Samples are counted, and extrapolated by a Gaussian, by Edgeworth's series and by a saddlepoint. Splitting
is slow and unbiased: the truth for what samples cannot reach. Beside each, its standard error.`;

export function addTail(kprop: Command): void {
  const command = kprop.command("tail").description("how likely outputs are beyond a threshold: rare events");
  addInput(addMethod(addNetwork(command)))
    .requiredOption("--threshold <T>", "the event is output > T", finiteNumber)
    .option("--neuron <I>", "of one output, from 0; default: of each", wholeNumber(0))
    .option("--below", "the event is output < T")
    .option("--samples <N>", "by N samples as well, in f32", wholeNumber(4))
    .option(
      "--splitting <N>",
      "by importance splitting as well, N evaluations for each output",
      wholeNumber(1),
    )
    .option("--seed <S>", "of samples and splitting", wholeNumber(0), 0)
    .option("--json", "machine-readable output")
    .action(runTail);
  examples(
    command,
    [
      "tail net.safetensors --threshold 3 --order 3",
      "tail net.safetensors --threshold 3 --neuron 0 --order 3 --kind augment-tree --samples 5695 --splitting 1e6",
    ],
    NOTE,
  );
}

async function runTail(path: string, flags: TailFlags): Promise<void> {
  const network = await readWithFlags(path, flags);
  const input = await inputFromFlags(network, flags);
  const { threshold, neuron, below, seed, precision, samples, splitting } = flags;
  const side: "above" | "below" = below ? "below" : "above";
  const question = { threshold, side, ...(neuron !== undefined && { neuron }) };
  const given = { ...question, ...(input && { input }) };
  const drawn = { ...given, seed, precision, ...threadsOf(flags) };
  const estimate = await watched("estimating", (watch) =>
    tailProbability(network, { ...given, ...methodOptions(flags), ...watch }),
  );
  const sampled =
    samples !== undefined &&
    (await watched("sampling", (watch) => tailBySampling(network, { ...drawn, samples, ...watch })));
  const split =
    splitting !== undefined &&
    (await watched("splitting", (watch) =>
      tailBySplitting(network, { ...drawn, samples: splitting, ...watch }),
    ));
  const found: Found = {
    estimate,
    ...(sampled && { sampling: sampled }),
    ...(split && { splitting: split }),
  };
  if (flags.json) await printJson({ ...question, ...found });
  else printText(network, flags, found);
}

function printText(network: Network, { threshold, neuron, below }: TailFlags, found: Found): void {
  const { estimate, splitting } = found;
  print(`${networkLine(network)}\n${methodLine(estimate)}\n`);
  const count = Math.min(estimate.probability.length, SHOWN);
  const outputs = Array.from({ length: count }, (_, at) => `output ${neuron ?? at}`);
  const head = `P(output ${below ? "<" : ">"} ${threshold})`;
  print(table([[head, ...outputs], ...rows(found)]));
  const hidden = estimate.probability.length - count;
  if (hidden > 0) print(`… ${hidden} more outputs (all with --json)`);
  print("");
  const { flops, bytes, threads, seconds } = estimate;
  print(
    `estimate: ${withPrefix(flops, "FLOP")}, ${byteSize(bytes)}, ${duration(seconds)}, ${threadCount(threads)}`,
  );
  for (const each of [found.sampling, splitting]) {
    if (each === undefined) continue;
    const what = each === splitting ? "splitting: about" : "sampling:";
    const cost = `${withPrefix(each.flops, "FLOP")}, ${duration(each.seconds)}, ${threadCount(each.threads)}`;
    print(`${what} ${each.samples} samples, ${cost}`);
  }
  printWarnings([...estimate.warnings, ...(splitting?.warnings ?? [])]);
  if (estimate.unreliable) {
    print("unreliable: the method does not work on this network at this order and threshold");
  }
}

function rows({ estimate, sampling, splitting }: Found): string[][] {
  const { order, kind, lower } = estimate;
  const all = lower.map((tails) => [`order ${tails.order} simple`, ...cells(tails)]);
  all.push([`order ${order} ${kind}`, ...cells(estimate)]);
  if (sampling !== undefined) {
    const { counted, gaussian, edgeworth, saddlepoint } = sampling;
    all.push(["samples", ...cells(counted, counted.standardError)]);
    const extrapolated = { Gaussian: gaussian, Edgeworth: edgeworth, saddlepoint };
    for (const [name, tails] of Object.entries(extrapolated)) all.push([`samples, ${name}`, ...cells(tails)]);
  }
  if (splitting !== undefined) all.push(["splitting", ...cells(splitting, splitting.standardError)]);
  return all;
}

function cells({ probability, logProbability }: Tails, errors?: Float64Array): string[] {
  return Array.from(probability.slice(0, SHOWN), (p, at) => {
    const error = errors === undefined ? "" : ` ± ${errors[at]!.toExponential(0)}`;
    return `${probabilityText(p, logProbability[at]!)}${error}`;
  });
}

/** "3.21e-7"; of what is below the smallest double its power of ten, "1e-412"; "–" where there is none. */
function probabilityText(p: number, logarithm: number): string {
  if (Number.isNaN(p)) return "–";
  if (p > 0 || logarithm === Number.NEGATIVE_INFINITY) return p === 0 ? "0" : p.toPrecision(3);
  return `1e${Math.round(logarithm / Math.LN10)}`;
}
