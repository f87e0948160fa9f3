import fc from "fast-check";
import { expect } from "vitest";
import { type ErrorCode, KpropError } from "../../src/errors.ts";
import { makeNetwork } from "../../src/network/make.ts";
import type { Network } from "../../src/network/network.ts";
import type { Tensor } from "../../src/network/tensor.ts";

/** Expects a KpropError of that code whose message contains every one of the texts. */
export async function expectRefusal(run: () => unknown, code: ErrorCode, ...texts: string[]): Promise<void> {
  let error: unknown;
  try {
    await run();
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(KpropError);
  const { code: found, message } = error as KpropError;
  expect(`${found}: ${message}`).toMatch(new RegExp(`^${code}: `));
  for (const text of texts) expect(message).toContain(text);
  expect(message).not.toContain("\n");
}

/** A safetensors file with any header, honest or not. */
export function rawSafetensors(
  header: string | Uint8Array,
  data = 0,
  length?: number,
): Uint8Array<ArrayBuffer> {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const file = new Uint8Array(8 + text.length + data);
  new DataView(file.buffer).setBigUint64(0, BigInt(length ?? text.length), true);
  file.set(text, 8);
  return file;
}

/** A tensor of zeros but for a running number, so that every entry differs. */
export function tensor(...shape: number[]): Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  return { shape, data: Float64Array.from({ length: size }, (_, i) => i + 1) };
}

/** Tensors by name, each given by its shape. */
export function tensors(shapes: Record<string, number[]>): Map<string, Tensor> {
  return new Map(Object.entries(shapes).map(([name, shape]) => [name, tensor(...shape)]));
}

/** An .npy file, written from its header's text. */
export function npy(header: string, data: Uint8Array | ArrayBuffer, version = 1): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(`${header}\n`);
  const bytes = new Uint8Array(data as ArrayBuffer);
  const start = version === 1 ? 10 : 12;
  const file = new Uint8Array(start + text.length + bytes.length);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(file.buffer);
  if (version === 1) view.setUint16(8, text.length, true);
  else view.setUint32(8, text.length, true);
  file.set(text, start);
  file.set(bytes, start + text.length);
  return file;
}

/** An .npy file of f8 numbers in C order. */
export function npyF8(shape: readonly number[], numbers: readonly number[]): Uint8Array<ArrayBuffer> {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${tuple}, }`;
  return npy(header, new Float64Array(numbers).buffer);
}

const number = fc.double({ noDefaultInfinity: true, noNaN: true });

/** Any small network: f32 or f64, biases or not, a recorded input or not, activations relu and identity. */
export const anyNetwork: fc.Arbitrary<Network> = fc
  .record({
    widths: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 5 }),
    numbers: fc.infiniteStream(number),
    choices: fc.infiniteStream(fc.boolean()),
  })
  .map(({ widths, numbers, choices }) => {
    const flip = () => choices.next().value;
    const floats = (n: number) => {
      const list = Array.from({ length: n }, () => numbers.next().value);
      return flip() ? new Float64Array(list) : new Float32Array(list.map((x) => Math.fround(x % 1e30)));
    };
    const known = flip();
    const n = widths[0]!;
    return makeNetwork({
      layers: widths.slice(1).map((rows, l) => ({
        weight: { rows, columns: widths[l]!, data: floats(rows * widths[l]!) },
        bias: flip() ? floats(rows) : null,
        activation: flip() ? "relu" : flip() || l < widths.length - 2 ? "identity" : null,
        weightVariance: known ? l + 0.5 : null,
      })),
      input: flip()
        ? { mean: floats(n), covariance: flip() ? diagonal(n, Math.abs(numbers.next().value)) : null }
        : null,
    });
  });

function diagonal(n: number, value: number) {
  return {
    rows: n,
    columns: n,
    data: Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) ? 0 : value)),
  };
}
