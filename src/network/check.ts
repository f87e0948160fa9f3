import { reading } from "../errors.ts";
import { isActivation } from "./check-activation.ts";
import { checkInput } from "./check-input.ts";
import { badNetwork, show } from "./fail.ts";
import { firstNotFinite, firstNotFiniteOnce, isFloatArray, isMatrix } from "./finite.ts";
import { isRecord } from "./is-record.ts";
import type { Layer, Network } from "./network.ts";
import { shapeText } from "./tensor.ts";

/**
 * Checks what every computation takes for granted: there is a layer, widths are at least 1, layers chain,
 * biases fit, only the last layer may have no activation, every number is finite, and the recorded input
 * fits; no `input` at all means null. (Whether its covariance is positive semidefinite is found where it is factorised.)
 *
 * @throws KpropError `bad-network` or `bad-input`, naming layer, tensor and entry
 */
export function checkNetwork(network: Network): void {
  check(network, firstNotFinite);
}

/**
 * The same, but for weights that have been gone through before: for who notices one that was made infinite or NaN since, and
 * then checks the network again.
 */
export function checkNetworkOnce(network: Network): void {
  check(network, firstNotFiniteOnce);
}

type Search = typeof firstNotFinite;

function check(network: Network, search: Search): void {
  reading("the network", "bad-network", () => checkAll(network, search));
}

function checkAll(network: Network, search: Search): void {
  checkParts(network);
  const { layers, input = null } = network;
  for (const [l, layer] of layers.entries()) checkLayer(layer, l, search);
  layers.forEach((layer: Layer, l) => {
    const next = layers[l + 1];
    if (next && next.weight.columns !== layer.weight.rows) {
      const shapes = `${named(layer, l)} gives ${layer.weight.rows} values and ${named(next, l + 1)}`;
      badNetwork(`layers ${l} and ${l + 1} do not chain: ${shapes} takes ${next.weight.columns}`);
    }
    if (next && layer.activation === null) {
      badNetwork(
        `layers.${l} has no activation; only the last layer may have none (a linear one is "identity")`,
      );
    }
  });
  if (input !== null) checkInput(input, layers[0]!.weight.columns);
}

/** That there are layers and notes at all: a caller may hand in anything. */
function checkParts(network: unknown): void {
  const advice = "make networks with makeNetwork";
  if (!isRecord(network)) badNetwork(`the network is ${show(network)}; ${advice}`);
  const { layers, notes } = network as Partial<Network>;
  if (!Array.isArray(layers)) badNetwork(`network.layers is ${show(layers)}; ${advice}`);
  if (layers.length === 0) badNetwork("a network has at least one layer");
  if (!Array.isArray(notes) || !Array.from(notes).every((note) => typeof note === "string")) {
    badNetwork(`network.notes is ${show(notes)}; expected a list of texts: ${advice}`);
  }
}

function named({ weight }: Layer, l: number): string {
  return `layers.${l}.weight ${shapeText([weight.rows, weight.columns])}`;
}

function checkLayer(layer: Layer, l: number, search: Search): void {
  const name = `layers.${l}`;
  if (!isRecord(layer)) badNetwork(`${name} is ${show(layer)}; expected a layer`);
  const { weight, bias, activation, weightVariance } = layer;
  if (!isMatrix(weight)) {
    badNetwork(
      `${name}.weight is no matrix: expected rows and columns of at least 1 and rows × columns floats`,
    );
  }
  if (activation !== null && !isActivation(activation)) {
    badNetwork(`${name}.activation is ${show(activation)}; expected an activation (see makeNetwork) or null`);
  }
  const at = search(weight.data);
  if (at >= 0) {
    const place = shapeText([Math.floor(at / weight.columns), at % weight.columns]);
    badNetwork(`${name}.weight${place} is ${weight.data[at]}`);
  }
  checkBias(bias, weight.rows, name);
  if (weightVariance !== null && !(Number.isFinite(weightVariance) && weightVariance >= 0)) {
    badNetwork(`${name}.weightVariance is ${show(weightVariance)}; expected a non-negative number or null`);
  }
}

function checkBias(bias: unknown, length: number, name: string): void {
  if (bias === null) return;
  if (!isFloatArray(bias)) badNetwork(`${name}.bias is neither a Float32Array, a Float64Array nor null`);
  if (bias.length !== length)
    badNetwork(`${name}.bias has length ${bias.length}; its weight has ${length} rows`);
  const at = firstNotFinite(bias);
  if (at >= 0) badNetwork(`${name}.bias[${at}] is ${bias[at]}`);
}
