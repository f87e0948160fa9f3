import { fileURLToPath } from "node:url";
import { setWasmPaths, version_wasm as version } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { sampling } from "./sampling.mjs";
import { tensorflowMeans } from "./tensorflow-covariance.mjs";

/** TensorFlow.js with its wasm backend. */
export async function tensorflow({ width, weights }) {
  const folder = new URL("node_modules/@tensorflow/tfjs-backend-wasm/dist/", import.meta.url);
  setWasmPaths(fileURLToPath(folder));
  if (!(await tf.setBackend("wasm"))) throw new Error("TensorFlow.js cannot start its wasm backend");
  const matrices = weights.map((data) => tf.tensor2d(Float32Array.from(data), [width, width]));
  const transposed = matrices.map((matrix) => tf.transpose(matrix));
  const about = { name: "TensorFlow.js", version, threads: 1, dtype: "f32" };
  const instructions = (await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT")) ? "SIMD" : "no SIMD";
  const note = `wasm, ${instructions}; no threads in Node (its issue 3830)`;
  return {
    samplers: [{ ...about, note, draws: "tf.randomNormal", ...tensorflowSampling(width, transposed) }],
    estimators: [{ ...about, note, means: async () => tensorflowMeans(matrices, transposed) }],
  };
}

/** Products with transposed weights, made once: with its own transposing, matMul is ten times slower. */
function tensorflowSampling(width, transposed) {
  const forward = (inputs) => {
    const last = transposed.length - 1;
    const outputs = transposed.reduce(
      (a, b, layer) => tf.fused.matMul({ a, b, activation: layer < last ? "relu" : "linear" }),
      inputs,
    );
    return tf.sum(outputs, 0);
  };
  return sampling({
    width,
    draw: (batch) => tf.randomNormal([batch, width]),
    place: (inputs) => tf.tensor2d(inputs, [inputs.length / width, width]),
    free: (inputs) => inputs.dispose(),
    pass: (inputs) => {
      const sum = tf.tidy(() => forward(inputs));
      const values = sum.dataSync();
      sum.dispose();
      return values;
    },
  });
}
