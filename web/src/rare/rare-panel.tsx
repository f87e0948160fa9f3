import { useRef } from "preact/hooks";
import { methodKey } from "../model/methods.ts";
import { summary } from "../state/network.ts";
import { entered, settled } from "../state/race.ts";
import { check, checks, find, GRID, job, output, step, tails } from "../state/rare.ts";
import { change, view } from "../state/view.ts";
import { Choice } from "../ui/choice.tsx";
import { ExportBar } from "../ui/export-bar.tsx";
import { si } from "../ui/format.ts";
import { JobBar } from "../ui/job-bar.tsx";
import { NumberField } from "../ui/number-field.tsx";
import { Problem } from "../ui/problem.tsx";
import { TailChart } from "./tail-chart.tsx";
import { TailTable } from "./tail-table.tsx";

export function RarePanel() {
  const outputs = summary.value?.layers.at(-1)?.outputs ?? 1;
  return (
    <>
      <div class="toolbar">
        <JobBar
          start="Find the tail"
          running={job.progress.value !== null}
          disabled={!settled.value || entered.value.length === 0}
          onStart={find}
          onStop={() => job.cancel()}
          stage={job.progress.value?.stage ?? ""}
          left={job.left}
          done={job.progress.value?.done ?? 0}
        />
        <NumberField
          label="Output"
          value={output.value + 1}
          most={outputs}
          onChange={(neuron) => change({ neuron: neuron - 1 })}
        />
        <Choice
          label="Samples"
          value={String(view.value.samples)}
          options={sampleCounts(view.value.samples).map((n) => ({ value: String(n), text: si(n) }))}
          onChange={(samples) => change({ samples: Number(samples) })}
        />
      </div>
      <Problem failure={job.failure.value} />
      {tails.sampled.value === null ? <Introduction /> : <Tail />}
    </>
  );
}

/** A link may ask for another. */
function sampleCounts(asked: number): number[] {
  const counts = new Set([10_000, 50_000, 200_000, 1_000_000, 5_000_000, asked]);
  return [...counts].sort((a, b) => a - b);
}

function Introduction() {
  return (
    <div class="card">
      <p>
        How likely is an output beyond a threshold that no sample reaches? Each method of the race propagates
        cumulants to a threshold unit at the end of the network, at 161 thresholds at once; samples are
        counted beside them.
      </p>
    </div>
  );
}

function Tail() {
  const svg = useRef<SVGSVGElement>(null);
  const sampled = tails.sampled.value!;
  const curves = tails.curves.value;
  const threshold = sampled.thresholds[step.value]!;
  return (
    <>
      <figure class="card">
        <figcaption class="card-head">
          <h2>Beyond the threshold</h2>
          <output class="note" aria-live="polite">
            output {output.value + 1} &gt; {threshold.toPrecision(4)}
          </output>
        </figcaption>
        <TailChart sampled={sampled} curves={curves} checks={checks.value} step={step.value} svgRef={svg} />
        <label class="field slider">
          <span class="unseen">Threshold, in standard deviations above the mean</span>
          <input
            type="range"
            min={GRID.from}
            max={GRID.to}
            step={(GRID.to - GRID.from) / GRID.steps}
            value={view.value.threshold}
            aria-valuetext={`${view.value.threshold} standard deviations above the mean`}
            onInput={(event) => change({ threshold: Number(event.currentTarget.value) })}
          />
        </label>
        <ExportBar
          name="tail"
          svg={svg}
          rows={() => [
            ["threshold", "samples_beyond", ...curves.map(({ method }) => methodKey(method))],
            ...[...sampled.thresholds].map((t, i) => [
              ...[t, sampled.beyond[i]!, ...curves.map((c) => c.probability[i]!)],
            ]),
          ]}
          numbers={() => ({
            output: output.value + 1,
            samples: sampled.samples,
            thresholds: [...sampled.thresholds],
            beyond: [...sampled.beyond],
            curves: curves.map(({ probability, logProbability, ...rest }) => ({
              ...rest,
              probability: [...probability],
              logProbability: [...logProbability],
            })),
            splitting: checks.value,
          })}
        />
      </figure>
      <TailTable sampled={sampled} curves={curves} onCheck={check} />
    </>
  );
}
