import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { onnxModel } from "./onnx-model.mjs";
import { BOX_MULLER } from "./sampling.mjs";

/**
 * onnxruntime-web with so many threads. It takes their number once and for all, so each number has a worker with an
 * instance of its own; batches are drawn and run in there.
 */
export async function onnxruntime(bench, threads) {
  const workerData = { threads, width: bench.width, model: onnxModel(bench) };
  const worker = new Worker(new URL("./onnxruntime-worker.mjs", import.meta.url), { workerData });
  const call = (method, ...args) =>
    new Promise((resolve, reject) => {
      worker.once("error", reject);
      worker.once("message", (mean) => {
        worker.off("error", reject);
        resolve(mean);
      });
      worker.postMessage({ method, args });
    });
  const sampler = {
    name: "onnxruntime-web",
    version: await versionOf("onnxruntime-web"),
    threads,
    dtype: "f32",
    note: "wasm, SIMD",
    draws: BOX_MULLER,
    drawn: (samples, batch) => call("drawn", samples, batch),
    prepared: (samples, batch) => call("prepared", samples, batch),
    outputs: (inputs) => call("outputs", inputs),
  };
  return { samplers: [sampler], estimators: [], close: () => worker.terminate() };
}

async function versionOf(name) {
  const manifest = new URL(`node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(await readFile(manifest, "utf8")).version;
}
