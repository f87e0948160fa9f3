/** What plain JavaScript, or somebody who means harm, may hand in where something else is expected; made anew for each use. */
export const HOSTILE: Readonly<Record<string, () => unknown>> = {
  null: () => null,
  "a number": () => 5,
  NaN: () => Number.NaN,
  "minus one": () => -1,
  "a huge number": () => 1e308,
  "a BigInt": () => 2n,
  "an empty text": () => "",
  "a text": () => "z",
  "a long text": () => "z".repeat(1e6),
  true: () => true,
  "a symbol": () => Symbol("s"),
  "a function": () => () => {},
  "an empty list": () => [],
  "a list of nothing": () => [null],
  "a list with holes": () => Array(3),
  "an empty object": () => ({}),
  "a Map": () => new Map([["a", 1]]),
  "a Date that is none": () => new Date(Number.NaN),
  "an object without a prototype": () => Object.create(null),
  "an object that contains itself": () => {
    const object: Record<string, unknown> = {};
    object.self = object;
    return object;
  },
  "a list that contains itself": () => {
    const list: unknown[] = [];
    list.push(list);
    return list;
  },
  "a sum that contains itself": () => {
    const terms: unknown[] = [];
    const sum = { type: "sum", terms };
    terms.push({ weight: 1, loss: sum });
    return sum;
  },
  "a proxy that throws": () => new Proxy({}, traps()),
  "a proxy of a list that throws": () => new Proxy([], traps()),
  "a revoked proxy": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  "a getter that throws": () => ({
    get order() {
      return fail();
    },
    get layers() {
      return fail();
    },
    get type() {
      return fail();
    },
    get mean() {
      return fail();
    },
  }),
  "texts that throw": () => ({ toString: fail, toJSON: fail, valueOf: fail, [Symbol.toPrimitive]: fail }),
  "a detached buffer": () => detached(new ArrayBuffer(8)),
  "a detached array": () => {
    const array = new Float64Array(4);
    detached(array.buffer);
    return array;
  },
  "bytes of nothing": () => new Uint8Array(),
  "another array": () => new BigInt64Array(4),
};

/** What the values above throw when they are looked at. */
export const HARM = new Error("somebody looked");

function fail(): never {
  throw HARM;
}

/** Every trap of a proxy. */
function traps(): ProxyHandler<object> {
  return new Proxy({}, { get: () => fail });
}

function detached(buffer: ArrayBuffer): ArrayBuffer {
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

/** Any value with hostile ones in place of each of its parts in turn, down to some depth; each with the way there. */
export function* variants(
  value: unknown,
  depth: number,
  hostile: () => unknown,
): Generator<[path: string, variant: unknown]> {
  yield ["", hostile()];
  if (depth === 0 || typeof value !== "object" || value === null) return;
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  if (!isPlain) return;
  for (const key of Object.keys(value)) {
    const part = (value as Record<string, unknown>)[key];
    for (const [path, variant] of variants(part, depth - 1, hostile)) {
      const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...value };
      copy[key] = variant;
      yield [`.${key}${path}`, copy];
    }
  }
}
