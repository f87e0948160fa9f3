import { scaleLinear, scaleLog } from "d3-scale";
import { line } from "d3-shape";
import type { RefObject } from "preact";
import { BottomAxis, LeftAxis } from "../charts/axes.tsx";
import { Frame, type Plot } from "../charts/frame.tsx";
import { powersOfTen } from "../charts/log-ticks.ts";
import { methodKey, methodName } from "../model/methods.ts";
import { countInterval } from "../model/poisson.ts";
import type { SampledTail, SplitTail, TailCurve } from "../protocol/jobs.ts";
import { powerOfTen } from "../ui/format.ts";

interface Props {
  readonly sampled: SampledTail;
  readonly curves: readonly TailCurve[];
  readonly checks: readonly SplitTail[];
  /** The chosen threshold's place on the grid. */
  readonly step: number;
  readonly svgRef: RefObject<SVGSVGElement | null>;
}

const MARGINS = { top: 30, right: 16, bottom: 48, left: 52 };
/** Samples are drawn at every fourth threshold. */
const EVERY = 4;
const LEAST = 1e-16;

/** P(output > t) against t: each method's curve, what samples saw, and unbiased checks. */
export function TailChart(props: Props) {
  const label = `Probability that the output exceeds a threshold, by ${props.curves.map((c) => methodName(c.method)).join(", ")}, and among ${props.sampled.samples} samples`;
  return (
    <Frame label={label} height={400} margins={MARGINS} svgRef={props.svgRef}>
      {(plot) => <Inside {...props} {...plot} />}
    </Frame>
  );
}

function Inside({ sampled, curves, checks, step, width, height }: Props & Plot) {
  const { thresholds, mean, deviation } = sampled;
  const x = scaleLinear([thresholds[0]!, thresholds.at(-1)!], [0, width]);
  const y = scaleLog([LEAST, 1], [height, 0]).clamp(true);
  const ticks = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((sd) => ({ value: mean + sd * deviation, text: `${sd} σ` }));
  const powers = powersOfTen([LEAST, 1], 9).map((e) => ({ value: 10 ** e, text: powerOfTen(e) }));
  const at = x(thresholds[step]!);
  return (
    <>
      <BottomAxis scale={x} ticks={ticks} title="threshold, from the mean" {...{ width, height }} />
      <LeftAxis scale={y} ticks={powers} title="P(output > threshold)" {...{ width, height }} />
      <rect class="band" width={width} y={y(1 / sampled.samples)} height={height - y(1 / sampled.samples)} />
      <text class="aside" x={8} y={height - 10}>
        no sample expected
      </text>
      <line class="threshold" x1={at} x2={at} y2={height} />
      {curves.map((curve) => (
        <path
          key={methodKey(curve.method)}
          class={`line order-${curve.method.order} kind-${curve.method.kind}`}
          d={pathOf(curve, thresholds, x, y)}
        />
      ))}
      <SampledDots sampled={sampled} x={x} y={y} />
      {checks.map((check) => (
        <Check key={check.threshold} check={check} x={x} y={y} />
      ))}
    </>
  );
}

type Scale = (value: number) => number;

/** As far down as there is room. */
function pathOf({ probability }: TailCurve, thresholds: Float64Array, x: Scale, y: Scale): string {
  const end = probability.findIndex((p) => !(p > LEAST));
  const shown = [...probability.subarray(0, end < 0 ? undefined : end)];
  return line<number>((_, i) => x(thresholds[i]!), y)(shown) ?? "";
}

/** Shares of samples, with their 95 % intervals. */
function SampledDots({
  sampled: { thresholds, beyond, samples },
  x,
  y,
}: {
  sampled: SampledTail;
  x: Scale;
  y: Scale;
}) {
  return (
    <g class="sampling">
      {[...beyond].map((count, i) => {
        if (i % EVERY !== 0 || count === 0) return null;
        const share = count / samples;
        const [low, high] = countInterval(count);
        const at = x(thresholds[i]!);
        return (
          <g key={i}>
            <line class="whisker" x1={at} x2={at} y1={y(high / samples)} y2={y(low / samples)} />
            <circle class="dot" cx={at} cy={y(share)} r={3} />
          </g>
        );
      })}
    </g>
  );
}

function Check({
  check: { threshold, probability, standardError },
  x,
  y,
}: {
  check: SplitTail;
  x: Scale;
  y: Scale;
}) {
  const at = x(threshold);
  return (
    <g class="check-mark">
      <line x1={at} x2={at} y1={y(probability + 2 * standardError)} y2={y(probability - 2 * standardError)} />
      <path d={`M${at - 5},${y(probability)}h10`} />
    </g>
  );
}
