import type { LayerSummary } from "../protocol/network-spec.ts";
import { TableHead } from "../ui/table-head.tsx";

const COLUMNS = { Layer: "", Shape: "", Bias: "", Activation: "" };

export function LayerTable({ layers }: { layers: readonly LayerSummary[] }) {
  return (
    <details>
      <summary>{layers.length === 1 ? "1 layer" : `${layers.length} layers`}</summary>
      <div class="scroll short">
        <table class="numbers">
          <TableHead columns={COLUMNS} />
          <tbody>
            {layers.map(({ inputs, outputs, bias, activation }, l) => (
              <tr key={l}>
                <th scope="row">{l + 1}</th>
                <td>
                  {outputs} × {inputs}
                </td>
                <td>{bias ? "yes" : "none"}</td>
                <td>{activation ?? "none"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
