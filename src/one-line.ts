/** Characters of a message that are shown. */
const LONGEST = 500;

/** A message as it may be printed, whoever supplied its words. */
export function oneLine(message: string): string {
  return printable(message, LONGEST);
}

/** What does not print, or breaks or reverses a line, is escaped, and the middle of what is longer left out. */
export function printable(text: string, longest: number): string {
  const escaped = cut(text, longest).replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
  return cut(escaped, longest);
}

/** Names differ at their ends. */
function cut(text: string, longest: number): string {
  const end = longest >> 2;
  return text.length > longest ? `${text.slice(0, longest - end - 3)}...${text.slice(-end)}` : text;
}
