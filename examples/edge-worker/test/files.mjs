/** A safetensors file of such a header, an object or a text, and data. */
export function safetensors(header, data = new Uint8Array(0)) {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(data, 8 + text.length);
  return file;
}

/** A network of such widths, input first; its f32 weights all the same number. */
export function network(widths, weight = 0.01) {
  const header = {};
  let end = 0;
  for (let l = 0; l + 1 < widths.length; l++) {
    const begin = end;
    end += 4 * widths[l] * widths[l + 1];
    header[`layers.${l}.weight`] = {
      dtype: "F32",
      shape: [widths[l + 1], widths[l]],
      data_offsets: [begin, end],
    };
  }
  return safetensors(header, new Uint8Array(new Float32Array(end / 4).fill(weight).buffer));
}
