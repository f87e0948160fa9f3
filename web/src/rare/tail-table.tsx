import { LineKey } from "../charts/line-key.tsx";
import { binomialError } from "../model/binomial.ts";
import { methodKey, methodName } from "../model/methods.ts";
import type { SampledTail, TailCurve } from "../protocol/jobs.ts";
import { checks, job, step, tails } from "../state/rare.ts";
import { duration, scientific, si, whole } from "../ui/format.ts";
import { TableHead } from "../ui/table-head.tsx";

interface Props {
  readonly sampled: SampledTail;
  readonly curves: readonly TailCurve[];
  readonly onCheck: () => void;
}

const COLUMNS = { Method: "", Probability: "", "Once in": "", Took: "" };

/** The chosen threshold in numbers. */
export function TailTable({ sampled, curves, onCheck }: Props) {
  const at = step.value;
  const threshold = sampled.thresholds[at]!;
  const check = checks.value.find((each) => each.threshold === threshold);
  return (
    <div class="card">
      <div class="card-head">
        <h2>At this threshold</h2>
        <button type="button" class="quiet" disabled={job.progress.value !== null} onClick={onCheck}>
          Check by splitting
        </button>
      </div>
      <div class="scroll">
        <table class="numbers">
          <TableHead columns={COLUMNS} />
          <tbody>
            {curves.map((curve) => (
              <CurveRow key={methodKey(curve.method)} curve={curve} at={at} />
            ))}
            {[...tails.failures.value].map(([key, { message }]) => (
              <tr key={key}>
                <th scope="row">{key}</th>
                <td colSpan={3} class="bad">
                  {message}
                </td>
              </tr>
            ))}
            <CountedRow sampled={sampled} at={at} />
            {check && (
              <tr>
                <th scope="row">
                  <span class="swatch-label">splitting</span>
                </th>
                <td>
                  <Measured value={check.probability} error={check.standardError} />
                </td>
                <td>{si(1 / check.probability)}</td>
                <td>{duration(check.seconds)}</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
      <p class="note">
        Importance splitting gives an unbiased estimate however rare the event. A curve that is corrected by
        more than a factor of 2 from a Gaussian’s is too far out for its few cumulants.
      </p>
    </div>
  );
}

function Measured({ value, error }: { value: number; error: number }) {
  return (
    <>
      {scientific(value, 3)} <span class="error">± {scientific(error, 2)}</span>
    </>
  );
}

function CurveRow({
  curve: { method, probability, logProbability, seconds },
  at,
}: {
  curve: TailCurve;
  at: number;
}) {
  const p = probability[at]!;
  return (
    <tr>
      <th scope="row">
        <span class="swatch-label">
          <LineKey method={method} /> {methodName(method)}
        </span>
      </th>
      <td>
        {p > 0 ? scientific(p, 3) : logProbability[at] === Number.NEGATIVE_INFINITY ? "none" : "< 10⁻³⁰⁰"}
      </td>
      <td>{p > 0 ? si(1 / p) : ""}</td>
      <td>{duration(seconds)}</td>
    </tr>
  );
}

function CountedRow({ sampled: { beyond, samples, seconds }, at }: { sampled: SampledTail; at: number }) {
  const count = beyond[at]!;
  const share = count / samples;
  return (
    <tr>
      <th scope="row">
        <span class="swatch-label">
          <span class="swatch sampling" /> {whole(count)} of {si(samples)} samples
        </span>
      </th>
      <td>{count > 0 ? <Measured value={share} error={binomialError(share, samples)} /> : "none seen"}</td>
      <td>{count > 0 ? si(1 / share) : ""}</td>
      <td>{duration(seconds)}</td>
    </tr>
  );
}
