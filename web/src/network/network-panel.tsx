import { failure, file, spec, summary } from "../state/network.ts";
import { si } from "../ui/format.ts";
import { isWide } from "../ui/is-wide.ts";
import { Problem } from "../ui/problem.tsx";
import { DropZone } from "./drop-zone.tsx";
import { FileChoices } from "./file-choices.tsx";
import { LayerTable } from "./layer-table.tsx";
import { shapeText } from "./network-name.ts";
import { RandomForm } from "./random-form.tsx";

/** Which network, and what it turned out to be. */
export function NetworkPanel() {
  return (
    <details class="card network" open={isWide.value}>
      <summary class="card-head">
        <h2>Network</h2>
        <span class="note narrow-only">{summary.value && shapeText(summary.value)}</span>
      </summary>
      {spec.value.source === "random" ? <RandomForm spec={spec.value} /> : <FileChoices spec={spec.value} />}
      {file.value && (
        <button type="button" class="quiet" onClick={() => (file.value = null)}>
          Draw one instead
        </button>
      )}
      <Problem failure={failure.value} />
      {summary.value && (
        <div class="summary">
          <p>
            <b>{shapeText(summary.value)}</b>
            <br />
            {si(summary.value.parameters)} parameters
          </p>
          {summary.value.notes.map((note) => (
            <p key={note} class="note">
              {note}
            </p>
          ))}
          <LayerTable layers={summary.value.layers} />
        </div>
      )}
      <DropZone />
    </details>
  );
}
