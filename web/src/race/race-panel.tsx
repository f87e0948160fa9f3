import { useRef } from "preact/hooks";
import { methodName } from "../model/methods.ts";
import type { Certified } from "../protocol/jobs.ts";
import * as race from "../state/race.ts";
import {
  headline,
  points,
  reference,
  running,
  sampled,
  samples,
  secondsLeft,
  start,
  stop,
} from "../state/race.ts";
import { change, view } from "../state/view.ts";
import { Choice } from "../ui/choice.tsx";
import { ExportBar } from "../ui/export-bar.tsx";
import { duration, scientific, si } from "../ui/format.ts";
import { JobBar } from "../ui/job-bar.tsx";
import { Problem } from "../ui/problem.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { HeadlineText } from "./headline-text.tsx";
import { MethodTable } from "./method-table.tsx";
import { RaceChart } from "./race-chart.tsx";
import { raceNumbers, raceRows } from "./race-numbers.ts";

export function RacePanel() {
  const svg = useRef<SVGSVGElement>(null);
  const { axis } = view.value;
  return (
    <>
      <div class="toolbar">
        <JobBar
          start="Run the race"
          running={running.value !== null}
          disabled={!race.ready.value || race.entered.value.length === 0}
          onStart={start}
          onStop={stop}
          stage={stageText()}
          left={secondsLeft.value}
          done={doneShare()}
        />
        <Choice
          label="Sample for"
          value={String(view.value.seconds)}
          options={[0.5, 2, 10, 60, 300].map((s) => ({ value: String(s), text: duration(s) }))}
          onChange={(seconds) => change({ seconds: Number(seconds) })}
        />
        <Choice
          label="Numbers"
          value={view.value.dtype}
          options={[
            { value: "f32", text: "f32" },
            { value: "f64", text: "f64" },
          ]}
          onChange={(dtype) => change({ dtype: dtype as "f32" | "f64" })}
        />
      </div>
      <Problem failure={race.failure.value} />
      <HeadlineText headline={headline.value} running={running.value !== null} />
      <figure class="card">
        <figcaption class="card-head">
          <h2>Error against {axis === "seconds" ? "time" : "operations"}</h2>
          <Segmented
            label="Cost axis"
            name="axis"
            options={[
              { value: "seconds", text: "Time" },
              { value: "flops", text: "FLOP" },
            ]}
            value={axis}
            onChange={(value) => change({ axis: value })}
          />
        </figcaption>
        <RaceChart
          axis={axis}
          points={points.value ?? []}
          samples={samples.value ?? []}
          floor={reference.value?.error ?? 0}
          headline={headline.value}
          certified={race.certified.value}
          svgRef={svg}
        />
        <ReferenceNote />
        <ExportBar
          name="race"
          svg={svg}
          rows={sampled.value.length > 0 ? raceRows : null}
          numbers={raceNumbers}
        />
      </figure>
      <MethodTable />
    </>
  );
}

function ReferenceNote() {
  const found = reference.value;
  const certificate = race.certified.value;
  if (found === null) return <p class="note">Each method’s mark appears when it ends.</p>;
  if (found.leader === null)
    return <p class="note">Errors are against the output means that the file records.</p>;
  return (
    <p class="note">
      Errors are against the best combination so far: {methodName(found.leader.method)} and the samples,
      itself expected to be off by what is shaded. Hollow marks: the error that the ladder of orders lets one
      expect. Sampling’s is that of its standard error, 1/N.
      {certificate && <CertificateText {...certificate} />}
    </p>
  );
}

function CertificateText({ method, samples, upper, worthSamples }: Certified) {
  return (
    <>
      {" "}
      The bar is {methodName(method)}’s certificate by {si(samples)} fresh samples: its error is below{" "}
      {scientific(upper)} in 95 % of cases, so that it is worth at least {si(worthSamples)} samples.
    </>
  );
}

function stageText(): string {
  const now = running.value;
  if (now === null) return "";
  return now.method === null ? "sampling" : methodName(now.method);
}

/** Of the whole race, by time. */
function doneShare(): number {
  const left = secondsLeft.value ?? 0;
  const gone = [...race.estimates.value, ...race.sampled.value.slice(-1)].reduce(
    (sum, e) => sum + e.seconds,
    0,
  );
  return gone / Math.max(gone + left, 1e-9);
}
