import { badOption } from "../network/fail.ts";
import { type FloatArray, type Layer, type Network, widths } from "../network/network.ts";
import type { LayerGradient } from "./gradient.ts";
import type { LossValue, OutputMoments } from "./loss.ts";
import type { Objective } from "./objective.ts";

/**
 * E[Σ (f − g)²], f the network and g the target, whose difference's squared means and variances add up to that (spec
 * section 9).
 *
 * @throws KpropError as `differenceNetwork`
 */
export function differenceObjective(network: Network, target: Network): Objective {
  const difference = differenceNetwork(network, target);
  return {
    network: difference,
    degree: 2,
    evaluate: meanSquare,
    pullBack: (gradient) => ({
      layers: network.layers.map((layer, l) =>
        corner(gradient.layers[l]!, layer, difference.layers[l]!.weight.columns),
      ),
      input: gradient.input,
    }),
  };
}

/**
 * One network that runs two side by side and subtracts at the end; its input and notes are the first one's.
 *
 * @throws KpropError `bad-option` if the target takes other inputs, gives other outputs, or has other layers
 */
export function differenceNetwork(network: Network, target: Network): Network {
  return ending(network, pairsOf(network, target).map(beside));
}

/**
 * Its layers' sizes, biases and activations with no numbers in them: what it costs to differentiate is known of such networks too.
 *
 * @throws KpropError as `differenceNetwork`
 */
export function differenceOutline(network: Network, target: Network): Network {
  const layers = pairsOf(network, target).map((pair): Layer => {
    const { activation, bias } = pair.f;
    const weight = { ...sizeOf(pair), data: new Float64Array() };
    return { weight, bias: bias ?? pair.g.bias, activation, weightVariance: null };
  });
  return ending(network, layers);
}

/** With a layer that subtracts, where the last one could not. */
function ending(network: Network, layers: readonly Layer[]): Network {
  const last = network.layers.at(-1)!;
  return {
    ...network,
    layers: last.activation === null ? layers : [...layers, subtraction(last.weight.rows)],
  };
}

function checkAlike(network: Network, target: Network): void {
  const [layers, others] = [network.layers, target.layers];
  if (layers.length !== others.length) {
    badOption(
      `the target has ${others.length} layers and the network ${layers.length}; both must have as many`,
    );
  }
  for (const [what, at] of [
    ["inputs", 0],
    ["outputs", -1],
  ] as const) {
    const [own, other] = [widths(network).at(at), widths(target).at(at)];
    if (own !== other) badOption(`the target has ${other} ${what} and the network ${own}`);
  }
  const differing = layers.findIndex(({ activation }, l) => !isSame(activation, others[l]!.activation));
  if (differing < 0) return;
  const [own, other] = [layers, others].map((list) => list[differing]!.activation?.name ?? "none");
  badOption(`layer ${differing + 1} of the target has the activation ${other}, the network's has ${own}`);
}

/** A caller's own function leaves no trace in JSON: it is the same only if it is the very same. */
function isSame(a: Layer["activation"], b: Layer["activation"]): boolean {
  const own = (activation: Layer["activation"]) =>
    activation?.wick.family === "quadrature" ? activation.wick.of : null;
  return own(a) === own(b) && JSON.stringify(a?.wick) === JSON.stringify(b?.wick);
}

/**
 * Two layers to be one, f's weight in the upper left corner: g's is below it unless outputs are subtracted, and right of it unless
 * inputs are shared.
 */
interface Pair {
  readonly f: Layer;
  readonly g: Layer;
  readonly sign: 1 | -1;
  readonly down: number;
  readonly across: number;
}

/** @throws KpropError `bad-option` */
function pairsOf(network: Network, target: Network): Pair[] {
  checkAlike(network, target);
  return network.layers.map((f, l) => {
    const subtracts = l === network.layers.length - 1 && f.activation === null;
    return {
      ...{ f, g: target.layers[l]!, sign: subtracts ? -1 : 1 },
      ...{ down: subtracts ? 0 : f.weight.rows, across: l === 0 ? 0 : f.weight.columns },
    };
  });
}

function sizeOf({ g, down, across }: Pair): { rows: number; columns: number } {
  return { rows: down + g.weight.rows, columns: across + g.weight.columns };
}

function beside(pair: Pair): Layer {
  const { f, g, sign, down, across } = pair;
  const { rows, columns } = sizeOf(pair);
  const weight = new Float64Array(rows * columns);
  const bias = f.bias || g.bias ? new Float64Array(rows) : null;
  const place = (layer: Layer, sign: number, down: number, across: number) => {
    addBlock(weight, layer.weight.data, layer.weight.columns, sign, down * columns + across, columns);
    if (layer.bias) addBlock(bias!, layer.bias, layer.bias.length, sign, down, rows);
  };
  place(f, 1, 0, 0);
  place(g, sign, down, across);
  return { weight: { rows, columns, data: weight }, bias, activation: f.activation, weightVariance: null };
}

/** Adds a block of rows of `columns` numbers, times a sign, to those from `start` on, `apart` from each other. */
function addBlock(
  to: Float64Array,
  block: FloatArray,
  columns: number,
  sign: number,
  start: number,
  apart: number,
): void {
  block.forEach((x, at) => {
    to[start + Math.floor(at / columns) * apart + (at % columns)]! += sign * x;
  });
}

/** (x, y) → x − y, m numbers each. */
function subtraction(m: number): Layer {
  const data = new Float64Array(m * 2 * m);
  for (let i = 0; i < m; i++) {
    data[i * 2 * m + i] = 1;
    data[i * 2 * m + m + i] = -1;
  }
  const weight = { rows: m, columns: 2 * m, data };
  return { weight, bias: null, activation: null, weightVariance: null };
}

function meanSquare({ mean, covariance }: OutputMoments): LossValue {
  const m = mean.length;
  const onDiagonal = new Float64Array(m * m);
  let value = 0;
  for (const [i, x] of mean.entries()) {
    value += x * x + covariance!.data[i * (m + 1)]!;
    onDiagonal[i * (m + 1)] = 1;
  }
  return { value, mean: mean.map((x) => 2 * x), covariance: onDiagonal };
}

/** What belongs to f of a gradient by both, whose weights have that many columns. */
function corner({ weight, bias }: LayerGradient, f: Layer, columns: number): LayerGradient {
  const own = f.weight;
  const part = new Float64Array(own.rows * own.columns);
  for (let i = 0; i < own.rows; i++) {
    part.set(weight.subarray(i * columns, i * columns + own.columns), i * own.columns);
  }
  return { weight: part, bias: f.bias && bias!.slice(0, own.rows) };
}
