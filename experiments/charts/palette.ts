/** How a curve is drawn. */
export interface Style {
  readonly colour: string;
  readonly shape: string;
  readonly dash: readonly number[];
}

/** An order's colour, of Okabe and Ito's palette, which colour-blind people tell apart too. */
const COLOURS: Readonly<Record<string, string>> = {
  1: "#E69F00",
  2: "#0072B2",
  3: "#009E73",
  4: "#D55E00",
};
const SAMPLING = "#000000";

/** What is made of samples, by the way it is made. */
const SAMPLED: Readonly<Record<string, Style>> = {
  untouched: { colour: "#999999", shape: "cross", dash: [] },

  counted: { colour: "#000000", shape: "square", dash: [4, 4] },
  gaussian: { colour: "#999999", shape: "cross", dash: [4, 4] },
  edgeworth: { colour: "#56B4E9", shape: "diamond", dash: [4, 4] },
  saddlepoint: { colour: "#CC79A7", shape: "triangle-up", dash: [4, 4] },
  sgd: { colour: "#000000", shape: "circle", dash: [] },
  adam: { colour: "#000000", shape: "diamond", dash: [6, 3] },
};

/** The mark and line of a kind, of a kind in a form, of a width, of an optimiser, or of what an order is used for. */
const VARIANTS: Readonly<Record<string, Omit<Style, "colour">>> = {
  simple: { shape: "circle", dash: [] },
  augment: { shape: "diamond", dash: [6, 3] },
  "augment-tree": { shape: "triangle-up", dash: [2, 2] },
  base: { shape: "cross", dash: [6, 3] },
  "without powers": { shape: "triangle-down", dash: [2, 2] },
  "simple, dense": { shape: "square", dash: [] },
  "augment-tree, dense": { shape: "triangle-down", dash: [2, 2] },
  sgd: { shape: "circle", dash: [] },
  adam: { shape: "diamond", dash: [6, 3] },
  "for the task": { shape: "cross", dash: [] },
  "for the harm": { shape: "circle", dash: [] },
  "for both": { shape: "diamond", dash: [6, 3] },
  "n = 32": { shape: "triangle-up", dash: [2, 2] },
  "n = 64": { shape: "diamond", dash: [6, 3] },
  "n = 256": { shape: "circle", dash: [] },
};

/** Of a series called "order 3 augment", by order and variant; anything else, as sampling, is black. */
export function styleOf(series: string): Style {
  const [, order, variant] = /^order (\d),? (.+)/.exec(series) ?? [];
  if (order === undefined) {
    return SAMPLED[series.replace("sampling, ", "")] ?? { colour: SAMPLING, shape: "square", dash: [4, 4] };
  }
  return { colour: COLOURS[order]!, ...VARIANTS[variant!]! };
}
