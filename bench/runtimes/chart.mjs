import * as vega from "vega";
import { compile } from "vega-lite";

/** How arithmetic in each type is drawn; colours of Okabe and Ito's palette, which colour-blind people tell apart too. */
const MARKS = { f32: { colour: "#0072B2", shape: "circle" }, f64: { colour: "#D55E00", shape: "diamond" } };

const WIDTH = 340;
/** Height of one runtime's line. */
const STEP = 17;

/** An SVG: for each task a panel of times and one of fractions of the runtime's limit, with a line for each runtime. */
export async function chart(reports) {
  const values = reports.flatMap(points);
  const runtimes = [...new Set(values.map(({ runtime }) => runtime))];
  const tasks = [...new Set(values.map(({ task }) => task))];
  const most = 10 * Math.ceil(Math.max(100, ...values.map(({ percent }) => percent)) / 10);
  const spec = {
    data: { values },
    background: "white",
    padding: 12,
    spacing: 16,
    vconcat: tasks.map((task) => {
      const last = task === tasks.at(-1);
      return {
        title: task,
        spacing: 24,
        bounds: "flush",
        transform: [{ filter: { field: "task", equal: task } }],
        hconcat: [
          panel("milliseconds", { title: last && "time of one run, ms", runtimes, labelled: true }),
          panel("percent", { title: last && "% of the runtime’s own limit", runtimes, most }),
        ],
      };
    }),
    config: {
      // The table beside it is easier to have read out than hundreds of marks.
      aria: false,
      font: "system-ui, sans-serif",
      title: { fontSize: 14, anchor: "start", frame: "group", offset: 6 },
      axis: { labelFontSize: 12, titleFontSize: 14, titleFontWeight: "normal", titlePadding: 8 },
      legend: {
        orient: "top",
        labelFontSize: 14,
        titleFontSize: 14,
        titleFontWeight: "normal",
        symbolSize: 90,
      },
    },
  };
  return new vega.View(vega.parse(compile(spec).spec), { renderer: "none" }).toSVG();
}

function panel(field, { title, runtimes, labelled = false, most }) {
  const domain = Object.keys(MARKS);
  const range = (what) => Object.values(MARKS).map((mark) => mark[what]);
  const legend = { title: "arithmetic in" };
  return {
    width: WIDTH,
    height: { step: STEP },
    mark: { type: "point", filled: true, size: 70, opacity: 0.9 },
    encoding: {
      y: {
        field: "runtime",
        type: "nominal",
        sort: runtimes,
        title: null,
        axis: { grid: true, ticks: false, labels: labelled, domain: false, labelPadding: 6 },
      },
      x: {
        field,
        type: "quantitative",
        title: title || null,
        scale: { zero: true, ...(most && { domain: [0, most] }) },
        axis: { tickCount: 6 },
      },
      color: { field: "dtype", scale: { domain, range: range("colour") }, legend },
      shape: { field: "dtype", scale: { domain, range: range("shape") }, legend },
    },
  };
}

/** Every row but the limits. */
function points({ runtime, version, rows }) {
  return rows
    .filter(({ name }) => !name.startsWith("limit"))
    .map(({ name, dtype, milliseconds, ofLimit }) => ({
      runtime: `${runtime} ${version}`,
      task: name.replace(` ${dtype}`, ""),
      dtype,
      milliseconds,
      percent: 100 * ofLimit,
    }));
}
