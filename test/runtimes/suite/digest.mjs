/** Hashes of named results, each one's and that of all. */
export class Digest {
  results = [];
  parts = [];

  /** @param arrays typed arrays, in whose order the bytes are hashed */
  async add(name, arrays) {
    if (arrays.length === 0 || arrays.some(({ length }) => length === 0)) throw new Error(`${name} is empty`);
    const bytes = joined(arrays);
    this.parts.push(bytes);
    this.results.push({ name, sha256: await hash(bytes) });
  }

  sha256() {
    return hash(joined(this.parts));
  }
}

function joined(arrays) {
  const all = new Uint8Array(arrays.reduce((total, { byteLength }) => total + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    all.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return all;
}

async function hash(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
