/** Bytes to pack, the same in every run: the .zst files beside this one hold some of them. */

/** Numbers from 0 to n − 1 (a linear congruence's upper bits). */
function numbers(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/** Of no use to any packer. */
export function noise(length: number): Uint8Array {
  const next = numbers(1);
  return Uint8Array.from({ length }, () => next(256));
}

/** Small bytes more often than large ones: literals that a prefix code shortens. */
export function skewed(length: number): Uint8Array {
  const next = numbers(2);
  return Uint8Array.from({ length }, () => Math.floor((next(256) * next(256) * next(256)) / 65536));
}

/** Words and numbers, of which Brotli's dictionary has some. */
export function prose(length: number): Uint8Array {
  const next = numbers(3);
  const words = "the of and expected value neuron weight layer government different because".split(" ");
  let text = "";
  while (text.length < length) {
    text += `${words[Math.min(next(words.length), next(words.length))]}${next(10) === 0 ? `. ${next(1e6)} ` : " "}`;
  }
  return new TextEncoder().encode(text.slice(0, length));
}

/** f32 numbers of few digits, as weights that were rounded. */
export function weights(length: number): Uint8Array {
  const next = numbers(4);
  return new Uint8Array(
    Float32Array.from({ length: length / 4 }, () => (next(64) + next(64) - 63) / 64).buffer,
  );
}

/** Literals and copies of all lengths, from near and from far. */
export function copies(length: number): Uint8Array {
  const next = numbers(5);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const end = Math.min(length, at + 1 + next(1 + next(2000)));
    const back = at > 0 && next(10) < 6 ? 1 + next(Math.min(at, next(2) === 0 ? 20 : at)) : 0;
    for (; at < end; at++) bytes[at] = back > 0 ? bytes[at - back]! : next(64);
  }
  return bytes;
}
