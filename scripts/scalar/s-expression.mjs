/** WebAssembly's text format as nested arrays of words; strings keep their quotes. */

const TOKEN = /;;[^\n]*|"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+/g;

/** The first expression in the text. */
export function parse(text) {
  const open = [[]];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.startsWith(";;")) continue;
    if (token === "(") open.push([]);
    else if (token === ")") open.at(-2).push(open.pop());
    else open.at(-1).push(token);
  }
  return open[0][0];
}

export function print(expression) {
  if (typeof expression === "string") return expression;
  return `(${expression.map(print).join(" ")})\n`;
}
