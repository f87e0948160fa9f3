import type { ComponentChildren, RefObject } from "preact";
import { useWidth } from "./use-width.ts";

export interface Margins {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** The room that data are drawn in, in pixels. */
export interface Plot {
  readonly width: number;
  readonly height: number;
}

interface Props {
  /** What the picture shows, for those who do not see it. */
  readonly label: string;
  readonly height: number;
  readonly margins: Margins;
  /** For what is exported. */
  readonly svgRef?: RefObject<SVGSVGElement | null>;
  readonly children: (plot: Plot) => ComponentChildren;
}

/** A picture as wide as there is room. */
export function Frame({ label, height, margins, svgRef, children }: Props) {
  const { ref, width } = useWidth<HTMLSpanElement>(640);
  const plot = {
    width: Math.max(40, width - margins.left - margins.right),
    height: height - margins.top - margins.bottom,
  };
  return (
    <span class="frame" ref={ref}>
      <svg ref={svgRef ?? null} class="chart" role="img" aria-label={label} width={width} height={height}>
        <g transform={`translate(${margins.left},${margins.top})`}>{children(plot)}</g>
      </svg>
    </span>
  );
}
