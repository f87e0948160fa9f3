import type { RefObject } from "preact";
import { csvText } from "../export/csv.ts";
import { download } from "../export/download.ts";
import { pngOf } from "../export/png.ts";
import { svgText } from "../export/svg.ts";

interface Props {
  /** Of the files. */
  readonly name: string;
  readonly svg: RefObject<SVGSVGElement | null>;
  /** null: nothing to save yet. */
  readonly rows: (() => readonly (readonly (string | number)[])[]) | null;
  readonly numbers: () => unknown;
}

/** Saves what is shown, as numbers or as a picture. */
export function ExportBar({ name, svg, rows, numbers }: Props) {
  if (rows === null) return null;
  const file = `kprop-${name}`;
  const save = (extension: string, type: string, text: string) =>
    download(`${file}.${extension}`, new Blob([text], { type }));
  return (
    <div class="export">
      <span>Save</span>
      <button type="button" class="quiet" onClick={() => save("csv", "text/csv", csvText(rows()))}>
        CSV
      </button>
      <button
        type="button"
        class="quiet"
        onClick={() => save("json", "application/json", `${JSON.stringify(numbers(), null, 2)}\n`)}
      >
        JSON
      </button>
      <button type="button" class="quiet" onClick={() => save("svg", "image/svg+xml", svgText(svg.current!))}>
        SVG
      </button>
      <button
        type="button"
        class="quiet"
        onClick={async () => download(`${file}.png`, await pngOf(svg.current!))}
      >
        PNG
      </button>
    </div>
  );
}
