const METHODS = [
  [1, "simple"],
  [2, "simple"],
  [2, "augment"],
  [3, "simple"],
];

/**
 * One estimate of each sort and one sample of a real network, as one SHA-256 over the raw bytes of the results.
 * Runs unchanged in every runtime: `kprop` is the built library, `bytes` the network file.
 */
export async function suite(kprop, bytes) {
  const network = await kprop.readNetwork(bytes);
  const results = [];
  for (const [order, kind] of METHODS) {
    for (const dtype of ["f64", "f32"]) {
      results.push((await kprop.estimate(network, { order, kind, dtype })).output.mean);
    }
  }
  for (const activation of ["tanh", "gelu", "sin"]) {
    const smooth = await kprop.readNetwork(bytes, { activation });
    results.push((await kprop.estimate(smooth, { order: 2 })).output.mean);
    results.push((await kprop.sample(smooth, { samples: 256 })).output.mean);
  }
  for (const dtype of ["f64", "f32"]) {
    const { output } = await kprop.sample(network, { samples: 1000, seed: 7, dtype });
    results.push(output.mean, output.variance, output.standardError);
  }
  return hash(results);
}

async function hash(results) {
  const bytes = results.map((values) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  const all = new Uint8Array(bytes.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of bytes) {
    all.set(part, at);
    at += part.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", all));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
