/**
 * Wire types of the fields of ONNX's ModelProto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto): 0 is a number, 2 bytes
 * after their length.
 */
const FIELDS: ReadonlyMap<number, number> = new Map([
  ...[1, 5].map((field) => [field, 0] as const),
  ...[2, 3, 4, 6, 7, 8, 14, 20, 25, 26].map((field) => [field, 2] as const),
]);

const GRAPH = 7;

/** The first field: the format's version, so far 1 to 13. */
const VERSION = { tag: 0x08, largest: 99 };

/**
 * Whether bytes are a protobuf message that begins with a version and has ModelProto's fields and no others up to its graph,
 * which may be cut off.
 */
export function isOnnx(bytes: Uint8Array): boolean {
  if (bytes[0] !== VERSION.tag || bytes[1]! > VERSION.largest) return false;
  let at = 0;
  while (at < bytes.length) {
    const tag = readNumber(bytes, at);
    const value = tag && readNumber(bytes, tag.end);
    if (!tag || !value || FIELDS.get(tag.value >> 3) !== (tag.value & 7)) return false;
    if (tag.value >> 3 === GRAPH) return true;
    at = value.end + ((tag.value & 7) === 2 ? value.value : 0);
  }
  return false;
}

/** A number of seven bits a byte, the lowest first, up to 2^35; null: there is none. */
function readNumber(bytes: Uint8Array, start: number): { value: number; end: number } | null {
  let value = 0;
  for (let i = 0; i < 5 && start + i < bytes.length; i++) {
    const byte = bytes[start + i]!;
    value += (byte & 127) * 128 ** i;
    if (byte < 128) return { value, end: start + i + 1 };
  }
  return null;
}
