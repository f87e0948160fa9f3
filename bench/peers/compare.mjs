/**
 * kprop against other libraries on the same network, in one run: whether all of them compute the same thing, then how
 * fast; nothing is timed unless they do. `--quick`: one round, for a look; `--json` and `--markdown`: other forms of the
 * table.
 */
import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import { agreement } from "./agreement.mjs";
import { kprop } from "./kprop.mjs";
import { readBenchNetwork } from "./network.mjs";
import { onnxruntime } from "./onnxruntime.mjs";
import { plain } from "./plain.mjs";
import { print } from "./print.mjs";
import { measure } from "./rounds.mjs";
import { tensorflow } from "./tensorflow.mjs";

const { values: options } = parseArgs({
  options: { quick: { type: "boolean" }, json: { type: "boolean" }, markdown: { type: "boolean" } },
});
const effort = options.quick
  ? { rounds: 1, milliseconds: 100, samples: 1024, batches: [1024] }
  : { rounds: 15, milliseconds: 100, samples: 4096, batches: [256, 1024, 4096] };

const bench = await readBenchNetwork();
const contenders = [await kprop(bench), await tensorflow(bench), await onnxruntime(bench, 1), plain(bench)];
if (availableParallelism() > 1) contenders.push(await onnxruntime(bench, availableParallelism()));
const samplers = contenders.flatMap(({ samplers }) => samplers);
const estimators = contenders.flatMap(({ estimators }) => estimators);

const checks = await agreement(bench, samplers, estimators, effort.samples);
const agreed = checks.every(({ difference, limit }) => difference <= limit);
const rows = [...samplingRows("drawn"), ...samplingRows("prepared"), ...estimateRows()];
const timings = agreed ? await measure(rows, effort) : [];
for (const { close } of contenders) await close?.();
print({ machine: machine(), rounds: effort.rounds, checks, timings }, options);
if (!agreed) process.exitCode = 1;

/** Of those that can: kprop cannot pass prepared inputs. */
function samplingRows(task) {
  return samplers
    .filter((one) => one[task])
    .map((one) => ({
      ...{ task, about: one, work: effort.samples, batches: one.prepared ? effort.batches : undefined },
      run: (batch) => one[task](effort.samples, batch),
    }));
}

function estimateRows() {
  return estimators.map((one) => ({ task: "estimate", about: one, work: 1, run: one.means }));
}

function machine() {
  return `${cpus()[0].model.trim()}, ${availableParallelism()} cores, Node ${process.versions.node}`;
}
