type Numbers = Float32Array | Float64Array | Int32Array | Uint32Array;

/** Arrays begin at multiples of this many bytes. */
const ALIGNMENT = 8;

/**
 * The same value, of plain objects and arrays, with its numbers in memory that threads share, of which it asks for so many bytes:
 * messages take many times as long to copy them.
 */
export function staged<T>(value: T, memory: (bytes: number) => SharedArrayBuffer): T {
  let bytes = 0;
  withNumbers(value, (numbers) => {
    bytes += spanOf(numbers);
    return numbers;
  });
  const buffer = memory(bytes) as ArrayBufferLike as ArrayBuffer;
  let at = 0;
  return withNumbers(value, (numbers) => {
    const Elements = numbers.constructor as new (buffer: ArrayBuffer, at: number, length: number) => Numbers;
    const copy = new Elements(buffer, at, numbers.length);
    copy.set(numbers);
    at += spanOf(numbers);
    return copy;
  });
}

function spanOf({ byteLength }: Numbers): number {
  return Math.ceil(byteLength / ALIGNMENT) * ALIGNMENT;
}

/** A copy of a value with every array of numbers replaced. */
function withNumbers<T>(value: T, replaced: (numbers: Numbers) => Numbers): T {
  if (ArrayBuffer.isView(value)) return replaced(value as unknown as Numbers) as T;
  if (Array.isArray(value)) return value.map((item) => withNumbers(item, replaced)) as T;
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withNumbers(item, replaced)]);
  return Object.fromEntries(entries) as T;
}
