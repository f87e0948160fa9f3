/**
 * A text as a message may hold it, whoever supplied its words: what does not print, or breaks or reverses a line, is escaped, and
 * the middle of what is longer than `longest` characters is left out.
 */
export function printable(text: string, longest = 500): string {
  const escaped = cut(text, longest).replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
  // A cut may leave half of a character that takes two.
  return cut(escaped, longest).replace(/\p{Cs}/gu, "");
}

/** The middle is left out, as names differ at their ends. */
function cut(text: string, longest: number): string {
  const end = longest >> 2;
  return text.length > longest ? `${text.slice(0, longest - end - 3)}...${text.slice(-end)}` : text;
}
