/** Ends unpacking: the packed bytes say what cannot be. Who asked for them knows what they are and says so. */
export function corrupt(reason: string): never {
  throw new Error(reason);
}

/** An unsigned number of `count` bytes, lowest first; none of them may lie beyond the end. */
export function littleEndian(bytes: Uint8Array, at: number, count: number): number {
  if (at + count > bytes.length) corrupt("the packed bytes end early");
  let value = 0;
  for (let i = 0; i < count; i++) value += bytes[at + i]! * 2 ** (8 * i);
  return value;
}
