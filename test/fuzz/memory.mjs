/** Counts what is reserved outside the heap, whether or not it is ever used: the same number in every run. */

let reserved = 0;

/** Replaces the constructors of arrays by ones that count; before what is to be watched is loaded. */
export function watchArrays() {
  const kinds = [
    "ArrayBuffer",
    "Uint8Array",
    "Uint16Array",
    "Uint32Array",
    "Int32Array",
    "Float32Array",
    "Float64Array",
  ];
  for (const kind of kinds) {
    const original = globalThis[kind];
    const counting = new Proxy(original, {
      construct(target, args, newTarget) {
        const array = Reflect.construct(target, args, newTarget === counting ? target : newTarget);
        if (!(args[0] instanceof ArrayBuffer)) reserved += array.byteLength;
        return array;
      },
    });
    // What slice, map and from make goes by this.
    original.prototype.constructor = counting;
    globalThis[kind] = counting;
  }
}

/** Bytes since the last call. */
export function takeReserved() {
  const bytes = reserved;
  reserved = 0;
  return bytes;
}
