/** One instance of onnxruntime-web: answers messages that call the functions of `sampling`. */
import { parentPort, workerData } from "node:worker_threads";
import { env, InferenceSession, Tensor } from "onnxruntime-web";
import { normals, sampling } from "./sampling.mjs";

const { threads, width, model } = workerData;
env.wasm.numThreads = threads;
const session = await InferenceSession.create(model, { executionProviders: ["wasm"] });

const drawn = new Map();
const place = (values) => new Tensor("float32", values, [values.length / width, width]);
const functions = sampling({
  width,
  draw: (batch) => {
    if (!drawn.has(batch)) drawn.set(batch, new Float32Array(batch * width));
    return place(normals(drawn.get(batch)));
  },
  place,
  pass: async (x) => (await session.run({ x })).sum.data,
  free: () => {},
});

parentPort.on("message", async ({ method, args }) => {
  parentPort.postMessage(await functions[method](...args));
});
