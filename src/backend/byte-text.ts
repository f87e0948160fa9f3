/** The character of the byte 0, and those that stand before a byte of at least 90 and of at least 180. */
const [FIRST, PLUS_90, PLUS_180] = ["#", "!", "~"].map((character) => character.charCodeAt(0)) as [
  number,
  number,
  number,
];

/** The bytes that scripts/build.mjs wrote as text, in one or two characters each. */
export function bytesOfText(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let shift = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === PLUS_90) shift = 90;
    else if (code === PLUS_180) shift = 180;
    else {
      bytes[length++] = code - FIRST + shift;
      shift = 0;
    }
  }
  return bytes.slice(0, length);
}
