const HEADER = 8;
const IMPORT_SECTION = 2;
const MEMORY = 2;
/** Flags of a memory's limits: it has a maximum; it is shared. */
const MAXIMUM = 1;
const SHARED = 2;

/**
 * The same WebAssembly module, but its imported memory is a shared one. Code is no different for it, so that one binary
 * serves both: a single bit tells them apart (WebAssembly specification, "threads": limits).
 */
export function withSharedMemory(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const shared = Uint8Array.from(module);
  shared[memoryFlags(module)]! |= SHARED;
  return shared;
}

/** Where the flags of the imported memory stand: the kernels import nothing else. */
function memoryFlags(module: Uint8Array): number {
  const reader = new Reader(module, HEADER);
  for (;;) {
    const [section, size] = [reader.number(), reader.number()];
    if (section === IMPORT_SECTION) break;
    reader.skip(size);
  }
  const imports = reader.number();
  for (const _name of ["module", "field"]) reader.skip(reader.number());
  if (imports !== 1 || reader.number() !== MEMORY || module[reader.at] !== MAXIMUM) {
    throw unexpected();
  }
  return reader.at;
}

function unexpected(): Error {
  return new Error("the kernels must import one memory that has a maximum");
}

class Reader {
  private readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** An unsigned LEB128. */
  number(): number {
    for (let value = 0, shift = 1; ; shift *= 128) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw unexpected();
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  }

  skip(bytes: number): void {
    this.at += bytes;
  }
}
