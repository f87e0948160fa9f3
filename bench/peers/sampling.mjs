/**
 * What is done with a peer's forward passes, the mean of the outputs over
 *
 * - `drawn`: so many samples, drawn in batches (which divide their number);
 * - `prepared`: as many, of one batch that is there before;
 * - `outputs`: given inputs, a Float32Array of shape `[count, width]`;
 *
 * from its `draw(batch)` and `place(inputs)`, which give inputs where it wants them, `pass(inputs)`, which gives the sum
 * of the outputs, and `free(inputs)`.
 */
export function sampling({ width, draw, place, pass, free }) {
  const ready = new Map();
  const total = async (samples, batch, inputsOf, done) => {
    const mean = new Float64Array(width);
    for (let from = 0; from < samples; from += batch) {
      const inputs = inputsOf(batch);
      const sum = await pass(inputs);
      for (let i = 0; i < width; i++) mean[i] += sum[i] / samples;
      done?.(inputs);
    }
    return mean;
  };
  const prepare = (batch) => {
    if (!ready.has(batch)) ready.set(batch, place(normals(new Float32Array(batch * width))));
    return ready.get(batch);
  };
  return {
    drawn: (samples, batch) => total(samples, batch, draw, free),
    prepared: (samples, batch) => total(samples, batch, prepare),
    outputs: (inputs) => total(inputs.length / width, inputs.length / width, () => place(inputs), free),
  };
}

export const BOX_MULLER = "Box–Muller from Math.random";

/** Fills an array of even length with standard normals, Box and Muller's pairs from Math.random, and returns it. */
export function normals(values) {
  for (let i = 0; i < values.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - Math.random()));
    const angle = 2 * Math.PI * Math.random();
    values[i] = radius * Math.cos(angle);
    values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}
