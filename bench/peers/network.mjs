import { readFile } from "node:fs/promises";
import { readNetwork } from "../../dist/index.js";

const FILE = new URL("../../test/networks/he-relu-256x4", import.meta.url).pathname;

/**
 * The network that everything here runs, as kprop reads it, and what its outputs are: means from 2^26 samples and
 * variances. The peers' versions of it are written for what it has: square layers without biases, ReLU between.
 */
export async function readBenchNetwork() {
  const network = await readNetwork(`${FILE}.safetensors`, { activation: "relu" });
  const truth = JSON.parse(await readFile(`${FILE}.truth.json`, "utf8"));
  const width = network.layers[0].weight.columns;
  for (const { weight, bias } of network.layers) {
    if (bias || weight.rows !== width || weight.columns !== width || width % 16 > 0) {
      throw new Error(`${FILE}: not a network of square layers, 16 k wide, without biases`);
    }
  }
  return { network, width, weights: network.layers.map(({ weight }) => weight.data), truth };
}
