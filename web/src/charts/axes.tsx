import type { Plot } from "./frame.tsx";

/** What axes need of a scale of d3. */
export type AxisScale = (value: number) => number;

export interface Tick {
  readonly value: number;
  readonly text: string;
}

interface Axis {
  readonly scale: AxisScale;
  readonly ticks: readonly Tick[];
  readonly title: string;
}

/** Ticks below, with lines through the plot. */
export function BottomAxis({ scale, ticks, title, width, height }: Axis & Plot) {
  return (
    <g class="axis">
      {ticks.map(({ value, text }) => (
        <g key={value} transform={`translate(${scale(value)},0)`}>
          <line class="grid" y2={height} />
          <text class="tick" y={height + 18} text-anchor="middle">
            {text}
          </text>
        </g>
      ))}
      <line class="base" x2={width} y1={height} y2={height} />
      <text class="title" x={width} y={height + 38} text-anchor="end">
        {title}
      </text>
    </g>
  );
}

/** Ticks at the left, with lines through the plot; the title stands above them. */
export function LeftAxis({ scale, ticks, title, width }: Axis & Plot) {
  return (
    <g class="axis">
      {ticks.map(({ value, text }) => (
        <g key={value} transform={`translate(0,${scale(value)})`}>
          <line class="grid" x2={width} />
          <text class="tick" x={-8} dy="0.32em" text-anchor="end">
            {text}
          </text>
        </g>
      ))}
      <text class="title" x={-8} y={-14} text-anchor="start" transform="translate(-32,0)">
        {title}
      </text>
    </g>
  );
}

/** A second reading of the same axis, at the right. */
export function RightAxis({ scale, ticks, title, width }: Axis & Plot) {
  return (
    <g class="axis" transform={`translate(${width},0)`}>
      {ticks.map(({ value, text }) => (
        <text key={value} class="tick" x={8} y={scale(value)} dy="0.32em">
          {text}
        </text>
      ))}
      <text class="title" x={44} y={-14} text-anchor="end">
        {title}
      </text>
    </g>
  );
}
