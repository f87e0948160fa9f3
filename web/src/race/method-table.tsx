import { METHODS, methodKey, methodName } from "../model/methods.ts";
import type { Method } from "../protocol/jobs.ts";
import { costs } from "../state/network.ts";
import { entered, estimates, failures, points, promisedSeconds, running, samples } from "../state/race.ts";
import { change } from "../state/view.ts";
import { bytes, duration, scientific, si } from "../ui/format.ts";
import { TableHead } from "../ui/table-head.tsx";
import { WarningList } from "../ui/warnings.tsx";

const COLUMNS = {
  Method: "",
  FLOP: "",
  Memory: "optional",
  Expected: "expected",
  Took: "result",
  vnMSE: "result",
  "Worth samples": "result optional",
};

/** Costs before, results after; and what takes part. */
export function MethodTable() {
  return (
    <div class="card">
      <div class="card-head">
        <h2>What it costs, what it gives</h2>
      </div>
      <div class="scroll">
        <table class={`numbers methods${points.value?.length ? " ran" : ""}`}>
          <TableHead columns={COLUMNS} />
          <tbody>
            {METHODS.map((method) => (
              <Row key={methodKey(method)} method={method} />
            ))}
            <SamplingRow />
          </tbody>
        </table>
      </div>
      <Notes />
    </div>
  );
}

function Row({ method }: { method: Method }) {
  const key = methodKey(method);
  const cost = costs.value.get(key);
  const expected = promisedSeconds(key);
  const point = points.value?.find((p) => p.key === key);
  const failure = failures.value.get(key);
  const current = running.value;
  const runs = current?.method != null && methodKey(current.method) === key;
  return (
    <tr class={runs ? "running" : ""}>
      <th scope="row">
        <label class="check">
          <input
            type="checkbox"
            disabled={!cost?.fits || current !== null}
            checked={entered.value.includes(key)}
            onChange={(event) => toggle(key, event.currentTarget.checked)}
          />
          <span class={`swatch order-${method.order}`} aria-hidden="true" />
          {methodName(method)}
        </label>
      </th>
      <td>{cost ? si(cost.flops) : ""}</td>
      <td class="optional">{cost ? bytes(cost.bytes) : ""}</td>
      <td class="expected">
        {cost ? (cost.fits ? expected && `≈ ${duration(expected)}` : "too large") : ""}
      </td>
      {failure ? (
        <td colSpan={3} class="bad">
          {failure.message}
        </td>
      ) : (
        <>
          <td class="result">
            {point ? duration(point.seconds) : runs ? `${Math.floor(100 * current.done)} %` : ""}
          </td>
          <td class="result">
            {point ? `${point.how === "expected" ? "≈ " : ""}${scientific(point.error)}` : ""}
          </td>
          <td class="result optional">{point ? si(1 / point.error) : ""}</td>
        </>
      )}
    </tr>
  );
}

function SamplingRow() {
  const last = samples.value?.at(-1);
  return (
    <tr>
      <th scope="row">
        <span class="check">
          <span class="swatch sampling" aria-hidden="true" />
          sampling
        </span>
      </th>
      <td>{last ? si(last.flops) : ""}</td>
      <td class="optional" />
      <td class="expected" />
      <td class="result">{last ? duration(last.seconds) : ""}</td>
      <td class="result">{last ? scientific(last.error) : ""}</td>
      <td class="result optional">{last ? si(last.samples) : ""}</td>
    </tr>
  );
}

function toggle(key: string, on: boolean): void {
  const others = entered.value.filter((other) => other !== key);
  change({ methods: on ? [...others, key] : others });
}

/** Of the highest order that ran. */
function Notes() {
  const last = estimates.value.toSorted((a, b) => a.method.order - b.method.order).at(-1);
  return last ? <WarningList warnings={last.warnings} /> : null;
}
