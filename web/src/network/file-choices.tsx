import type { FileSpec } from "../protocol/network-spec.ts";
import { openFile, summary } from "../state/network.ts";
import { Choice } from "../ui/choice.tsx";
import { bytes } from "../ui/format.ts";
import { NumberField } from "../ui/number-field.tsx";
import { ACTIVATIONS } from "./activations.ts";

/** What can be chosen of a file: its activation, or its row. */
export function FileChoices({ spec }: { spec: FileSpec }) {
  const { file, activation, row } = spec;
  const format = summary.value?.format;
  return (
    <div class="fields">
      <p class="file-name">
        <b>{file.name}</b> <span class="note">{bytes(file.size)}</span>
      </p>
      {format === "weights" && (
        <Choice
          label="Activation"
          value={activation ?? ""}
          options={[
            { value: "", text: "as the file says" },
            ...ACTIVATIONS.map((name) => ({ value: name, text: name })),
          ]}
          onChange={(name) => openFile({ ...spec, activation: name === "" ? null : name })}
        />
      )}
      {format === "parquet" && (
        <NumberField
          label={summary.value?.name ? `Row (${summary.value.name})` : "Row"}
          value={row}
          least={0}
          onChange={(next) => openFile({ ...spec, row: next })}
        />
      )}
    </div>
  );
}
