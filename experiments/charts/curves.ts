import type { TopLevelSpec } from "vega-lite";
import { grouped } from "../framework/grouped.ts";
import { atValues, decades } from "./axes.ts";
import { type Style, styleOf } from "./palette.ts";

/** A point of a curve. */
export interface CurvePoint {
  readonly series: string;
  /** The panel that it is in; panels stand side by side. */
  readonly panel?: string;
  readonly x: number;
  readonly y: number;
  /** Standard error of y. */
  readonly error?: number;
  /** y is no value: that lies below it or above. */
  readonly bound?: "below" | "above" | undefined;
  /** A line without a mark. */
  readonly bare?: boolean;
  /** The library itself calls it unreliable. */
  readonly doubted?: boolean;
}

/** What the axes say. */
export interface Axes {
  readonly x: string;
  readonly y: string;
  /** Ticks of x: powers of ten, or the values that occur; "places": these at equal distances, zero too. */
  readonly ticks: "decades" | "values" | "places";
  /** Panels side by side, three unless told. */
  readonly columns?: number;
  /** Points of a series are no curve. */
  readonly scattered?: boolean;
}

const SIZE = { width: 460, height: 380 };
/** As a path in a square from −1 to 1. */
const CROSS = "M-1,-1L1,1M-1,1L1,-1";
const PANEL = { width: 300, height: 320 };

/**
 * Curves on doubly logarithmic axes, with standard errors as bars, bounds as hollow marks with a line to where the value lies
 * and a cross over what is doubted.
 */
export function curves(points: readonly CurvePoint[], axes: Axes): TopLevelSpec {
  const shown = points.filter(({ x, y }) => (x > 0 || axes.ticks === "places") && y > 0);
  const panels = [...new Set(shown.map(({ panel }) => panel ?? ""))];
  const values = shown.map((point) => ({ ...point, panel: point.panel ?? "", ...bar(point) }));
  const spec = { layer: layers(values, axes) };
  if (panels.length === 1) return { data: { values }, ...SIZE, ...spec } as unknown as TopLevelSpec;
  const facet = { field: "panel", type: "nominal", title: null, sort: panels };
  return {
    data: { values },
    facet,
    columns: axes.columns ?? 3,
    spec: { ...PANEL, ...spec },
  } as unknown as TopLevelSpec;
}

type Shown = CurvePoint & { readonly low: number; readonly high: number };

/** From one standard error below to one above; from a bound some way to where the value lies. */
function bar({ y, error = 0, bound }: CurvePoint) {
  if (bound === "below") return { low: y / 2, high: y };
  if (bound === "above") return { low: y, high: 2 * y };
  return { low: Math.max(y - error, y / 10), high: y + error };
}

function layers(values: readonly Shown[], axes: Axes): object[] {
  const series = [...new Set(values.map((point) => point.series))];
  const legend = { title: null, orient: "right", symbolStrokeWidth: 1.5 };
  const by = (of: (style: Style) => unknown) => ({
    field: "series",
    type: "nominal",
    scale: { domain: series, range: series.map((name) => of(styleOf(name))) },
    legend,
  });
  const x = { field: "x", type: "quantitative", title: axes.x, ...ticks(values, axes) };
  const heights = decades(values.flatMap(({ low, high }) => [low, high]));
  const y = { field: "y", type: "quantitative", title: axes.y, ...heights };
  const [color, shape] = [by((style) => style.colour), by((style) => style.shape)];
  // A layer for each dash, which an encoding would put into the legend's marks.
  const lines = [...grouped(series, (name) => String(styleOf(name).dash))].map(([dash, names]) => ({
    transform: [{ filter: { field: "series", oneOf: names } }],
    mark: { type: "line", strokeWidth: 1.5, ...(dash && { strokeDash: dash.split(",").map(Number) }) },
    encoding: { x, y, color },
  }));
  const points = (filter: string, mark: object) => ({
    transform: [{ filter }],
    mark: { type: "point", size: 55, opacity: 1, strokeWidth: 1.5, ...mark },
    encoding: { x, y, color, shape },
  });
  return [
    ...(axes.scattered ? [] : lines),
    {
      transform: [{ filter: "!datum.bare" }],
      mark: { type: "rule", strokeWidth: 1.5 },
      encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
    },
    points("!datum.bare && !datum.bound", { filled: true }),
    points("!datum.bare && datum.bound", { filled: false, fill: "white" }),
    {
      transform: [{ filter: "datum.doubted" }],
      mark: { type: "point", shape: CROSS, size: 90, opacity: 1, stroke: "black", strokeWidth: 1.2 },
      encoding: { x, y },
    },
  ];
}

function ticks(values: readonly Shown[], axes: Axes) {
  const all = values.map(({ x }) => x);
  if (axes.ticks === "places") return { type: "ordinal", scale: { type: "point" }, axis: { labelAngle: 0 } };
  return axes.ticks === "decades" ? decades(all) : atValues(all);
}
