import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";

const CONFIG = {
  aria: false,
  font: "system-ui, sans-serif",
  title: { fontSize: 14, anchor: "start", frame: "group", offset: 8 },
  axis: {
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: "normal",
    titlePadding: 8,
    gridColor: "#e4e4e4",
  },
  legend: {
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: "normal",
    symbolSize: 90,
    labelLimit: 300,
  },
  header: { labelFontSize: 13 },
} as const;

/** Renders without a browser. */
export function toSvg(spec: TopLevelSpec): Promise<string> {
  const whole = { background: "white", padding: 12, ...spec, config: CONFIG };
  return new vega.View(vega.parse(compile(whole as TopLevelSpec).spec), { renderer: "none" }).toSVG();
}
