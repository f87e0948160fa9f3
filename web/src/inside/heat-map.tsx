import type { RefObject } from "preact";
import { useMemo } from "preact/hooks";
import type { ColourScale } from "../charts/colours.ts";
import { Frame, type Plot } from "../charts/frame.tsx";
import { strip } from "../charts/strip.ts";
import { scientific } from "../ui/format.ts";

interface Props {
  readonly title: string;
  /** For each layer, a value for each neuron. */
  readonly rows: readonly Float64Array[];
  readonly scale: ColourScale;
  /** Layers, from 1, that something is to be said about. */
  readonly marked: ReadonlySet<number>;
  readonly chosen: { readonly layer: number; readonly neuron: number };
  readonly onChoose: (layer: number, neuron: number) => void;
  readonly svgRef: RefObject<SVGSVGElement | null>;
}

const MARGINS = { top: 4, right: 4, bottom: 48, left: 44 };

/** A row for each layer, a cell for each neuron; a click or the arrow keys choose one. */
export function HeatMap(props: Props) {
  const { title, rows, chosen } = props;
  const height = Math.max(10, Math.min(34, 420 / rows.length));
  const label = `${title} of each neuron in ${rows.length} layers. Chosen: layer ${chosen.layer + 1}, neuron ${chosen.neuron + 1}`;
  return (
    <button
      type="button"
      class="heat"
      aria-label={label}
      onClick={(event) => chooseAt(event, props)}
      onKeyDown={(event) => move(event, props)}
    >
      <Frame
        label={label}
        height={rows.length * height + MARGINS.top + MARGINS.bottom}
        margins={MARGINS}
        svgRef={props.svgRef}
      >
        {(plot) => <Cells {...props} {...plot} line={height} />}
      </Frame>
    </button>
  );
}

function Cells({ rows, scale, marked, chosen, width, height, line }: Props & Plot & { line: number }) {
  const images = useMemo(() => rows.map((row) => strip(row, scale.colour)), [rows, scale]);
  const cell = width / rows[chosen.layer]!.length;
  return (
    <>
      {images.map((href, l) => (
        <g key={l} transform={`translate(0,${l * line})`}>
          <image
            href={href}
            width={width}
            height={line - 2}
            preserveAspectRatio="none"
            class={rows[l]!.length < width ? "cells crisp" : "cells"}
            data-layer={l}
          />
          {(line >= 13 || l % 4 === 0) && (
            <text
              x={-8}
              y={line / 2 - 1}
              dy="0.32em"
              text-anchor="end"
              class={marked.has(l + 1) ? "marked" : ""}
            >
              {marked.has(l + 1) ? "⚠ " : ""}
              {l + 1}
            </text>
          )}
        </g>
      ))}
      <rect
        class="chosen"
        x={chosen.neuron * cell - 1.5}
        y={chosen.layer * line - 1.5}
        width={Math.max(cell, 2) + 3}
        height={line + 1}
        rx={2}
      />
      <Legend scale={scale} y={height + 14} width={Math.max(180, Math.min(260, width))} />
      {width > 420 && (
        <text x={width} y={height + 24} text-anchor="end">
          neurons, a row for each layer
        </text>
      )}
    </>
  );
}

function Legend({ scale, y, width }: { scale: ColourScale; y: number; width: number }) {
  const href = useMemo(() => {
    const steps = Float64Array.from(
      { length: 64 },
      (_, i) => scale.low + ((scale.high - scale.low) * i) / 63,
    );
    return strip(steps, scale.colour);
  }, [scale]);
  return (
    <g transform={`translate(0,${y})`}>
      <text x={56} y={9} text-anchor="end">
        {scientific(scale.low)}
      </text>
      <image href={href} x={64} width={width - 128} height={10} preserveAspectRatio="none" />
      <text x={width - 56} y={9}>
        {scientific(scale.high)}
      </text>
    </g>
  );
}

/** The neuron that was pointed at, if it was one. */
function chooseAt(event: MouseEvent, { rows, onChoose }: Props): void {
  const row = (event.target as Element).closest<SVGImageElement>("[data-layer]");
  if (row === null) return;
  const layer = Number(row.dataset.layer);
  const box = row.getBoundingClientRect();
  const count = rows[layer]!.length;
  const at = Math.floor(((event.clientX - box.left) / box.width) * count);
  onChoose(layer, Math.max(0, Math.min(count - 1, at)));
}

function move(event: KeyboardEvent, { rows, chosen, onChoose }: Props): void {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const layer = Math.max(0, Math.min(rows.length - 1, chosen.layer + step[0]!));
  const neuron = Math.max(0, Math.min(rows[layer]!.length - 1, chosen.neuron + step[1]!));
  onChoose(layer, neuron);
}
