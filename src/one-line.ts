/** Characters of a message that are shown. */
const LONGEST = 500;

/**
 * A message as it may be printed, whoever supplied its words: what does not print, or breaks or reverses a line, is escaped, and
 * the middle of a long one is left out.
 */
export function oneLine(message: string): string {
  const escaped = cut(message, LONGEST).replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
  return cut(escaped, LONGEST);
}

/** The middle is left out of what is longer: names differ at their ends. */
export function cut(text: string, longest: number): string {
  const end = longest >> 2;
  return text.length > longest ? `${text.slice(0, longest - end - 3)}...${text.slice(-end)}` : text;
}
