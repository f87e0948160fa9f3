import type { Limits } from "./limits.ts";
import { Refusal, tooLarge } from "./refusal.ts";

/** Bytes of the header's length, with which a safetensors file begins. */
export const PREFIX = 8;

/**
 * How long the header says it is; 0 where the body has ended before it could.
 *
 * @throws Refusal 400, 413
 */
export function headerLength(bytes: Uint8Array, { bodyBytes, headerBytes }: Limits): number {
  if (bytes.length < PREFIX) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, PREFIX);
  const length = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true);
  if (length > bodyBytes) {
    throw malformed(`its first bytes give its header ${length} bytes; is it a safetensors file?`);
  }
  if (length <= headerBytes) return length;
  const message = `the file's header is ${length} bytes long; ${headerBytes} is the most`;
  throw new Refusal(413, "header-too-large", message);
}

/**
 * Turns down what a header tells to be too much before any of it is sorted, decoded or even there. Whether it is true, and
 * whether these tensors make a network, the library finds out.
 *
 * @throws Refusal 400, 413, 422
 */
export function checkHeader(header: Uint8Array, limits: Limits): void {
  const { __metadata__: _, ...tensors } = parse(header);
  const names = Object.keys(tensors);
  if (names.length > limits.tensors) {
    throw tooLarge(`the file holds ${names.length} tensors; ${limits.tensors} is the most`);
  }
  const entries = names.map((name) => entryOf(name, tensors[name]));
  const weights = entries.filter(({ isCovariance, shape }) => shape.length === 2 && !isCovariance).length;
  if (weights > limits.layers) {
    throw tooLarge(`the network has ${weights} layers; ${limits.layers} is the most`);
  }
  for (const entry of entries) checkEntry(entry, header.length, limits);
}

interface Entry {
  readonly isCovariance: boolean;
  readonly shape: readonly unknown[];
  /** Where its data end. */
  readonly end: number;
}

function checkEntry({ isCovariance, shape, end }: Entry, headerLength: number, limits: Limits): void {
  const length = PREFIX + headerLength + end;
  if (length > limits.bodyBytes) {
    throw new Refusal(
      413,
      "body-too-large",
      `the file is ${length} bytes long; ${limits.bodyBytes} is the most`,
    );
  }
  const width = numberOr0(shape[0]);
  if (isCovariance && width > limits.covarianceWidth) {
    throw tooLarge(`the input covariance is ${width} wide; ${limits.covarianceWidth} is the most`);
  }
}

function parse(header: Uint8Array): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(header));
  } catch {
    throw malformed("its header is no JSON");
  }
  if (!isRecord(parsed)) throw malformed("its header is no JSON object");
  return parsed;
}

/** An entry that is none has nothing to be turned down for here. */
function entryOf(name: string, value: unknown): Entry {
  const { shape, data_offsets: offsets } = isRecord(value) ? value : {};
  return {
    isCovariance: name === "input.covariance",
    shape: Array.isArray(shape) ? shape : [],
    end: Array.isArray(offsets) ? numberOr0(offsets[1]) : 0,
  };
}

function numberOr0(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(message: string): Refusal {
  return new Refusal(400, "bad-file", `the file is malformed: ${message}`);
}
