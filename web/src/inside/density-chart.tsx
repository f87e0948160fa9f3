import { scaleLinear } from "d3-scale";
import { curveMonotoneX, line } from "d3-shape";
import type { RefObject } from "preact";
import { BottomAxis } from "../charts/axes.tsx";
import { Frame, type Plot } from "../charts/frame.tsx";
import { type Density, densityOf } from "../model/density.ts";
import { methodKey, methodName } from "../model/methods.ts";
import type { SampledTail, TailCurve } from "../protocol/jobs.ts";
import { scientific } from "../ui/format.ts";

interface Props {
  readonly sampled: SampledTail;
  readonly curves: readonly TailCurve[];
  readonly svgRef: RefObject<SVGSVGElement | null>;
}

const MARGINS = { top: 12, right: 10, bottom: 44, left: 10 };
/** Grid cells in a bar of the histogram. */
const BAR = 4;

/** What samples show of a neuron, and what the methods predict. */
export function DensityChart(props: Props) {
  const { sampled, curves } = props;
  const label = `Density of the pre-activation: mean ${scientific(sampled.mean)}, standard deviation ${scientific(sampled.deviation)}, ${sampled.samples} samples; predicted by ${curves.map((c) => methodName(c.method)).join(", ")}`;
  return (
    <Frame label={label} height={280} margins={MARGINS} svgRef={props.svgRef}>
      {(plot) => <Inside {...props} {...plot} />}
    </Frame>
  );
}

function Inside({ sampled, curves, width, height }: Props & Plot) {
  const { thresholds, beyond, samples } = sampled;
  const bars = densityOf(
    thresholds,
    beyond.map((count) => count / samples),
    BAR,
  );
  const lines = curves.map((curve) => ({ curve, density: densityOf(thresholds, curve.probability) }));
  const most = Math.max(...bars.values, ...lines.flatMap(({ density }) => [...density.values]));
  const x = scaleLinear([thresholds[0]!, thresholds.at(-1)!], [0, width]);
  const y = scaleLinear([0, most * 1.05], [height, 0]);
  const ticks = x.ticks(Math.max(3, Math.floor(width / 80))).map((value) => ({ value, text: String(value) }));
  return (
    <>
      <BottomAxis scale={x} ticks={ticks} title="pre-activation" {...{ width, height }} />
      {[...bars.values].map((value, i) => (
        <rect
          key={i}
          class="bar"
          x={x(bars.edges[i]!) + 0.5}
          width={Math.max(0.5, x(bars.edges[i + 1]!) - x(bars.edges[i]!) - 1)}
          y={y(value)}
          height={Math.max(0, height - y(value))}
        />
      ))}
      {lines.map(({ curve, density }) => (
        <path
          key={methodKey(curve.method)}
          class={`line order-${curve.method.order} kind-${curve.method.kind}`}
          d={pathOf(density, x, y)}
        />
      ))}
    </>
  );
}

function pathOf({ edges, values }: Density, x: (v: number) => number, y: (v: number) => number): string {
  const path = line<number>(
    (_, i) => x((edges[i]! + edges[i + 1]!) / 2),
    (value) => y(Math.max(0, value)),
  );
  return path.curve(curveMonotoneX)([...values]) ?? "";
}
