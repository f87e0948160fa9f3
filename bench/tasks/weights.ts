import { bytesPerElement, type Dtype } from "../../src/backend/dtype.ts";
import type { Network } from "../../src/network/network.ts";
import { filled, type Space } from "./space.ts";
import type { Task } from "./task.ts";

/**
 * The weights gone through once. `summed`: where they lie in WebAssembly memory, which is the least there is to do.
 * `streamed`: first copied there from the network's own arrays, as an estimate has to that starts from the network.
 * Every matrix has a multiple of 32 elements.
 */
export function weightTasks(
  bare: Space,
  network: Network,
  dtype: Dtype,
): { readonly summed: Task; readonly streamed: Task } {
  const sumKernel = bare.kernels[`sum_${dtype}`]!;
  const matrices = network.layers.map(({ weight: { data } }) => ({
    data,
    pointer: filled(bare, dtype, data.length),
  }));
  const sum = () => {
    for (const { data, pointer } of matrices) sumKernel(data.length, pointer);
  };
  const copy = () => {
    for (const { data, pointer } of matrices) bare.arena[dtype](pointer, data.length).set(data);
  };
  const elements = matrices.reduce((total, { data }) => total + data.length, 0);
  const work = { amount: elements * bytesPerElement(dtype), unit: "B" };
  const common = { dtype, flops: null, work, async: false };
  return {
    summed: { ...common, name: `weights ${dtype} summed`, run: sum },
    streamed: {
      ...common,
      name: `weights ${dtype} streamed`,
      run: () => {
        copy();
        sum();
      },
    },
  };
}
