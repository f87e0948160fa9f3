/** Control characters, half surrogates, marks that turn the direction of writing, and what separates lines. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;
const MOST = 300;

/** A message of some hundred characters on one line: whoever made the request may have chosen words in it. */
export function printable(text: string, most = MOST): string {
  const escaped = text.slice(0, most + 1).replace(UNPRINTABLE, escapeCharacter);
  return escaped.length > most ? `${escaped.slice(0, most - 1)}…`.replace(/\p{Cs}/gu, "") : escaped;
}

function escapeCharacter(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
