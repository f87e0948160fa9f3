import { parseActivation } from "../activations/parse.ts";
import { allocated } from "../backend/allocate.ts";
import { Arena } from "../backend/arena.ts";
import type { Pointer } from "../backend/instance.ts";
import { instantiateKernels } from "../backend/kernels.ts";
import { paced } from "../backend/pace.ts";
import { KpropError, reading } from "../errors.ts";
import { firstNotFinite } from "../network/finite.ts";
import type { Layer, Network } from "../network/network.ts";
import { ANY, checkOptions, SIGNAL } from "../options.ts";
import { type SamplingKernels, samplingKernels } from "./kernels.ts";
import { type LayerPlan, planRandomNetwork, type RandomNetworkOptions } from "./random-plan.ts";
import { parseSeed, type Seed, STREAM } from "./seed.ts";

/** Normals drawn at a time: 1 MiB. */
const CHUNK = 2 ** 17;

const TYPES = {
  ...{ width: ANY, depth: ANY, widths: ANY, inputs: ANY, outputs: ANY, activation: ANY },
  ...{ initialisation: ANY, biasVariance: ANY, seed: ANY, signal: SIGNAL },
};

/** What `randomNetwork` does. */
export async function drawNetwork(options: RandomNetworkOptions): Promise<Network> {
  const checked = checkOptions("randomNetwork", options, TYPES);
  const { activation = "relu", seed: givenSeed = 0, signal } = checked;
  const plans = reading("randomNetwork: an option", "bad-option", () =>
    planRandomNetwork(checked, parseActivation(activation)),
  );
  const seed = parseSeed(givenSeed);
  const instance = await instantiateKernels();
  const arena = new Arena(instance);
  const kernels = samplingKernels(instance, "f64");
  const widest = Math.max(...plans.map(({ rows }) => rows));
  const place = { arena, kernels, seed, scratch: arena.reserve(8 * Math.max(CHUNK, widest)) };
  const layers = await paced(drawLayers(plans, place), { signal });
  return { layers, input: null, notes: [] };
}

/** Where numbers are drawn. */
interface Place {
  readonly arena: Arena;
  readonly kernels: SamplingKernels;
  readonly seed: Seed;
  readonly scratch: Pointer;
}

function* drawLayers(plans: readonly LayerPlan[], place: Place): Generator<void, Layer[]> {
  const layers: Layer[] = [];
  for (const [index, plan] of plans.entries()) {
    const { rows, columns, activation, weightVariance, biasVariance } = plan;
    const deviation = Math.sqrt(weightVariance / columns);
    const data = yield* drawMatrix(place, STREAM.weights, index, rows, columns, deviation);
    const weight = { rows, columns, data };
    const root = Math.sqrt(biasVariance);
    const bias = root > 0 ? yield* drawMatrix(place, STREAM.biases, index, rows, 1, root) : null;
    layers.push({ weight, bias, activation, weightVariance });
  }
  return layers;
}

/** Row i, column j of layer l: variable i of sample j + 2^32 l, times the deviation. */
function* drawMatrix(
  { arena, kernels, seed, scratch }: Place,
  stream: number,
  layer: number,
  rows: number,
  columns: number,
  deviation: number,
): Generator<void, Float32Array> {
  const data = allocate(rows, columns);
  const atOnce = Math.max(1, Math.floor(CHUNK / rows));
  for (let first = 0; first < columns; first += atOnce) {
    const n = Math.min(atOnce, columns - first);
    kernels.normals(scratch, rows, n, n, seed.low, seed.high, first, layer, stream);
    const drawn = arena.f64(scratch, rows * n);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < n; j++) data[i * columns + first + j] = deviation * drawn[i * n + j]!;
    }
    yield;
  }
  if (firstNotFinite(data) >= 0) {
    throw new KpropError(
      "not-finite",
      `biases of the deviation ${deviation} overflow in f32: give a smaller biasVariance`,
    );
  }
  return data;
}

function allocate(rows: number, columns: number): Float32Array {
  const length = rows * columns;
  return allocated(4 * length, () => new Float32Array(length), "a layer's weights");
}
