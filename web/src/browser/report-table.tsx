import type { Report } from "../../../bench/runtimes/report.ts";
import { TableHead } from "../ui/table-head.tsx";

type Row = Report["rows"][number];

const COLUMNS = { What: "", Time: "", "GFLOP/s": "optional", "Of the limit": "" };

/** Each row's time, and its share of what the hardware gives. */
export function ReportTable({ report: { runtime, version, engine, rows } }: { report: Report }) {
  return (
    <>
      <p class="note">
        {runtime} {version}, {engine}
      </p>
      <div class="scroll">
        <table class="numbers">
          <TableHead columns={COLUMNS} />
          <tbody>
            {rows.map((row) => (
              <Line key={`${row.name} ${row.dtype}`} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Line({ row: { name, dtype, milliseconds, gflops, ofLimit } }: { row: Row }) {
  return (
    <tr>
      <th scope="row">{name.includes(dtype) ? name : `${name} ${dtype}`}</th>
      <td>{milliseconds.toPrecision(3)} ms</td>
      <td class="optional">{gflops?.toFixed(1)}</td>
      <td>
        {ofLimit !== null && (
          <span class="share">
            <meter min={0} max={1} value={ofLimit} aria-label={`${name}, of the limit`} />
            {(100 * ofLimit).toFixed(0)} %
          </span>
        )}
      </td>
    </tr>
  );
}
