import { scaleLog } from "d3-scale";
import type { RefObject } from "preact";
import { BottomAxis, LeftAxis } from "../charts/axes.tsx";
import { Frame, type Plot } from "../charts/frame.tsx";
import { logDomain, powersOfTen } from "../charts/log-ticks.ts";
import { powerOfTen, scientific } from "../ui/format.ts";

interface Props {
  /** Largest first. */
  readonly eigenvalues: Float64Array;
  readonly svgRef: RefObject<SVGSVGElement | null>;
}

const MARGINS = { top: 30, right: 10, bottom: 44, left: 48 };
/** Less than this of the largest is rounding. */
const ROUNDING = 1e-12;

/** A covariance's eigenvalues by rank, on logarithmic axes. */
export function SpectrumChart(props: Props) {
  const { eigenvalues } = props;
  const label = `${eigenvalues.length} eigenvalues of the covariance: the largest ${scientific(eigenvalues[0]!)}, the least ${scientific(eigenvalues.at(-1)!)}`;
  return (
    <Frame label={label} height={280} margins={MARGINS} svgRef={props.svgRef}>
      {(plot) => <Inside {...props} {...plot} />}
    </Frame>
  );
}

function Inside({ eigenvalues, width, height }: Props & Plot) {
  const shown = [...eigenvalues].filter((value) => value > ROUNDING * eigenvalues[0]!);
  const x = scaleLog([0.8, Math.max(10, eigenvalues.length * 1.2)], [0, width]);
  const y = scaleLog(logDomain(shown, 1.5), [height, 0]);
  const ticks = (exponents: number[], text: (e: number) => string) =>
    exponents.map((e) => ({ value: 10 ** e, text: text(e) }));
  return (
    <>
      <BottomAxis
        scale={x}
        ticks={ticks(powersOfTen(x.domain() as [number, number], 5), (e) => String(10 ** e))}
        title="rank"
        {...{ width, height }}
      />
      <LeftAxis
        scale={y}
        ticks={ticks(powersOfTen(y.domain() as [number, number], 6), powerOfTen)}
        title="eigenvalue"
        {...{ width, height }}
      />
      {shown.map((value, i) => (
        <circle key={i} class="order-2 dot" cx={x(i + 1)} cy={y(value)} r={2.5} />
      ))}
    </>
  );
}
