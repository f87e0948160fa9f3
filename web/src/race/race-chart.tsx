import { scaleLog } from "d3-scale";
import { line } from "d3-shape";
import type { RefObject } from "preact";
import { BottomAxis, LeftAxis, RightAxis } from "../charts/axes.tsx";
import { Frame, type Plot } from "../charts/frame.tsx";
import { logDomain, powersOfTen } from "../charts/log-ticks.ts";
import { Mark } from "../charts/mark.tsx";
import { spreadLabels } from "../charts/spread-labels.ts";
import { methodKey } from "../model/methods.ts";
import type { Headline, RacePoint, SamplePoint } from "../model/race-points.ts";
import type { Certified } from "../protocol/jobs.ts";
import { powerOfTen, si } from "../ui/format.ts";
import { describeRace } from "./describe-race.ts";

interface Props {
  readonly axis: "seconds" | "flops";
  readonly points: readonly RacePoint[];
  readonly samples: readonly SamplePoint[];
  /** The reference's own expected error: 0 for a known truth. */
  readonly floor: number;
  readonly headline: Headline | null;
  readonly certified: Certified | null;
  readonly svgRef: RefObject<SVGSVGElement | null>;
}

const MARGINS = { top: 34, right: 52, bottom: 48, left: 48 };

/** Error against cost on logarithmic axes: sampling's line, each estimate's mark. */
export function RaceChart(props: Props) {
  return (
    <Frame
      label={describeRace(props.points, props.samples)}
      height={420}
      margins={MARGINS}
      svgRef={props.svgRef}
    >
      {(plot) => <Inside {...props} {...plot} />}
    </Frame>
  );
}

function Inside({ axis, points, samples, floor, headline, certified, width, height }: Props & Plot) {
  const x = scaleLog(
    logDomain(
      [...points, ...samples].map((p) => p[axis]),
      3,
    ),
    [0, width],
  );
  const y = scaleLog(
    logDomain([...points, ...samples].map((p) => p.error).concat(certified ? [certified.upper] : []), 3),
    [height, 0],
  );
  const [low, high] = y.domain() as [number, number];
  const costs = powersOfTen(x.domain() as [number, number], Math.max(2, Math.floor(width / 70)));
  const errors = powersOfTen([low, high], 8);
  const worths = powersOfTen([1 / high, 1 / low], 8);
  const ticks = (exponents: number[]) => exponents.map((e) => ({ value: 10 ** e, text: costText(axis, e) }));
  const path =
    line<SamplePoint>(
      (p) => x(p[axis]),
      (p) => y(p.error),
    )(samples) ?? "";
  return (
    <>
      {floor > low && <rect class="band" width={width} y={y(floor)} height={height - y(floor)} />}
      <BottomAxis
        scale={x}
        ticks={ticks(costs)}
        title={axis === "seconds" ? "time" : "FLOP"}
        {...{ width, height }}
      />
      <LeftAxis
        scale={y}
        ticks={errors.map((e) => ({ value: 10 ** e, text: powerOfTen(e) }))}
        title="error (vnMSE)"
        {...{ width, height }}
      />
      <RightAxis
        scale={(worth) => y(1 / worth)}
        ticks={worths.map((e) => ({ value: 10 ** e, text: si(10 ** e) }))}
        title="worth samples"
        {...{ width, height }}
      />
      <path class="sampling line" d={path} />
      {samples.map((p) => (
        <circle key={p.samples} class="sampling dot" cx={x(p[axis])} cy={y(p.error)} r={2.5} />
      ))}
      {headline && axis === "seconds" && <Gap headline={headline} {...{ x, y }} />}
      <Band {...{ certified, points, axis, x, y, height }} />
      <Labels {...{ points, axis, x, y, width }} />
      {points.map((p) => (
        <Mark key={p.key} method={p.method} x={x(p[axis])} y={y(p.error)} hollow={p.how === "expected"} />
      ))}
      {samples.length > 3 && <SamplingLabel at={samples} {...{ axis, x, y }} />}
    </>
  );
}

type Scale = (value: number) => number;

/** From the best estimate up to where sampling was at that time. */
function Gap({ headline: { best, worth, meanwhile }, x, y }: { headline: Headline; x: Scale; y: Scale }) {
  if (worth < 3 * meanwhile) return null;
  const [at, top, bottom] = [x(best.seconds), y(1 / meanwhile), y(best.error)];
  return <line class="gap" x1={at} x2={at} y1={top + 4} y2={bottom - 12} />;
}

/** Where an estimate's error lies by its certificate; down to the bottom where samples see none. */
function Band({
  certified,
  points,
  axis,
  x,
  y,
  height,
}: Pick<Props, "certified" | "points" | "axis"> & { x: Scale; y: Scale; height: number }) {
  const point = certified && points.find(({ key }) => key === methodKey(certified.method));
  if (!certified || !point) return null;
  const top = y(certified.upper);
  const bottom = certified.lower > 0 ? Math.min(height, y(certified.lower)) : height;
  const at = x(point[axis]);
  return (
    <g class={`certificate order-${point.method.order}`}>
      <rect x={at - 7} width={14} y={top} height={Math.max(0, bottom - top)} rx={3} />
      <line x1={at - 7} x2={at + 7} y1={top} y2={top} />
    </g>
  );
}

function Labels({
  points,
  axis,
  x,
  y,
  width,
}: {
  points: readonly RacePoint[];
  axis: "seconds" | "flops";
  x: Scale;
  y: Scale;
  width: number;
}) {
  /** Whether another mark stands where a label at the right would. */
  const isInTheWay = (p: RacePoint, q: RacePoint) => {
    const apart = x(q[axis]) - x(p[axis]);
    return q !== p && apart > 0 && apart < 90 && Math.abs(y(q.error) - y(p.error)) < 12;
  };
  const heights = spreadLabels(
    points.map((p) => y(p.error)),
    16,
  );
  return (
    <>
      {points.map((p, i) => {
        const left = x(p[axis]) > width - 130 || points.some((q) => isInTheWay(p, q));
        const at = x(p[axis]) + (left ? -13 : 13);
        return (
          <text
            key={p.key}
            class={`label order-${p.method.order}`}
            x={at}
            y={heights[i]!}
            dy="0.32em"
            text-anchor={left ? "end" : "start"}
          >
            {p.label}
          </text>
        );
      })}
    </>
  );
}

function SamplingLabel({
  at,
  axis,
  x,
  y,
}: {
  at: readonly SamplePoint[];
  axis: "seconds" | "flops";
  x: Scale;
  y: Scale;
}) {
  const p = at[Math.floor(at.length * 0.55)]!;
  return (
    <text class="label sampling" x={x(p[axis]) + 8} y={y(p.error) - 10}>
      sampling
    </text>
  );
}

const UNITS = ["1 s", "10 s", "100 s", "1,000 s", "10⁴ s", "10⁵ s"];
const PARTS: Record<number, string> = {
  ...{ [-6]: "1 µs", [-5]: "10 µs", [-4]: "0.1 ms", [-3]: "1 ms", [-2]: "10 ms", [-1]: "0.1 s" },
};

function costText(axis: "seconds" | "flops", exponent: number): string {
  if (axis === "flops") return si(10 ** exponent);
  return UNITS[exponent] ?? PARTS[exponent] ?? `${powerOfTen(exponent)} s`;
}
