import { download } from "../export/download.ts";
import { job, measure, report } from "../state/browser.ts";
import { speed } from "../state/race.ts";
import { view } from "../state/view.ts";
import { JobBar } from "../ui/job-bar.tsx";
import { Problem } from "../ui/problem.tsx";
import { ReportTable } from "./report-table.tsx";

/** The benchmark that the package ships, here. */
export function BrowserPanel() {
  const progress = job.progress.value;
  return (
    <>
      <div class="toolbar">
        <JobBar
          start="Measure this browser"
          running={progress !== null}
          disabled={speed.value === null}
          onStart={() => measure(view.value.quick)}
          onStop={() => job.cancel()}
          stage={progress?.stage ?? ""}
          left={job.left}
          done={progress?.done ?? 0}
        />
      </div>
      <Problem failure={job.failure.value} />
      <div class="card">
        <div class="card-head">
          <h2>How fast is this browser?</h2>
          {report.value && (
            <button type="button" class="quiet" onClick={save}>
              Save JSON
            </button>
          )}
        </div>
        {report.value ? <ReportTable report={report.value} /> : <Introduction />}
      </div>
    </>
  );
}

function Introduction() {
  return (
    <p>
      Times matrix products, sampling and estimates of orders 1 to 4 on one thread, and compares each with the
      fastest that this browser multiplies and adds at all. It takes about half a minute; other work slows it
      down.
    </p>
  );
}

function save(): void {
  const { runtime, version } = report.value!;
  const json = new Blob([`${JSON.stringify(report.value, null, 2)}\n`], { type: "application/json" });
  download(`kprop-${runtime}-${version}.json`.toLowerCase(), json);
}
