/** Node: reads a network, computes its expected outputs, and compares them with sampling. */
import { estimate, readNetwork, sample } from "../../dist/index.js"; // in your project: from "kprop"

// Weights as PyTorch saves them; a file of your own may name its activations, ours is told.
const file = process.argv[2] ?? "test/networks/he-relu-256x4.safetensors";
const network = await readNetwork(file, { activation: "relu" });

// The expected outputs under inputs drawn from N(0, I). A higher order is closer, and takes longer.
const { output, warnings } = await estimate(network, { order: 2 });
for (const { message } of warnings) console.log(`warning: ${message}`);

// The usual way: run the network on many random inputs, and average.
const { output: sampled } = await sample(network, { samples: 10_000, seed: 1 });

console.log("output  expected  sampled ± standard error");
for (let i = 0; i < 5; i++) {
  const [expected, mean, error] = [output.mean[i], sampled.mean[i], sampled.standardError[i]];
  console.log(`${i}  ${expected.toFixed(4)}  ${mean.toFixed(4)} ± ${error.toFixed(4)}`);
}
