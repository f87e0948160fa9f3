/** Changes of JSON, and of a Python literal, which is much the same: what stands in a header, in metadata, in a file. */

const VALUES = [
  ..."0|1|-1|1.5|1e999|-0|2147483648|4294967295|9007199254740991|9007199254740993|1e308|NaN".split("|"),
  ...'null|true|[]|{}|""|"x"|"\\u0000"|"\\ud800"|[[]]|[1]|"F64"|"I8"|"<f8"|"relu"|["polynomial",1]'.split(
    "|",
  ),
];
const KEYS = [
  "__proto__",
  "__metadata__",
  "layers",
  "weight",
  "bias",
  "input.mean",
  "0.weight",
  "constructor",
  "",
];

/** Where tokens that match begin and end. */
function places(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length]);
}

function replace(text, [start, end], middle) {
  return text.slice(0, start) + middle + text.slice(end);
}

const VALUE = /-?\d+(\.\d+)?(e[+-]?\d+)?|"[^"]*"|'[^']*'|\[\]|true|null/g;
const STRING = /"[^"]*"|'[^']*'/g;
/** A list or object with none in it. */
const INNERMOST = /[[{][^[\]{}]*[\]}]/g;
/** A key with a value that is no list or object, or is an innermost one. */
const MEMBER = /("[^"]*"|'[^']*')\s*:\s*([[{][^[\]{}]*[\]}]|[^,[\]{}]+)/g;

const CHANGES = [
  function value(text, random) {
    const place = random.pick(places(text, VALUE));
    return place ? replace(text, place, random.pick(VALUES)) : text;
  },
  function name(text, random) {
    const place = random.pick(places(text, STRING));
    const long = "a".repeat(random.below(4) === 0 ? 2 ** random.below(15) : random.below(8));
    return place
      ? replace(text, place, JSON.stringify(random.pick([...KEYS, long, `${long}\n${long}`])))
      : text;
  },
  function nest(text, random) {
    const place = random.pick(places(text, VALUE));
    const depth = 2 ** random.below(12);
    return place ? replace(text, place, "[".repeat(depth) + text.slice(...place) + "]".repeat(depth)) : text;
  },
  function twice(text, random) {
    const place = random.pick(places(text, MEMBER));
    return place ? replace(text, [place[0], place[0]], `${text.slice(...place)},`) : text;
  },
  function repeat(text, random) {
    const place = random.pick(places(text, INNERMOST));
    if (!place) return text;
    const copies = new Array(2 ** random.below(10)).fill(text.slice(...place));
    return replace(text, place, copies.join(","));
  },
  function space(text, random) {
    const at = random.below(text.length + 1);
    return replace(
      text,
      [at, at],
      random.pick([" ", "\n", "\t", "\0", ",", "\\"]).repeat(2 ** random.below(14)),
    );
  },
  function remove(text, random) {
    const at = random.below(text.length + 1);
    return replace(text, [at, at + random.below(12)], "");
  },
];

/** One or two of them. */
export function changeText(text, random) {
  let changed = text;
  for (let i = random.below(2); i >= 0; i--) changed = random.pick(CHANGES)(changed, random);
  return changed.length > 2 ** 18 ? text : changed;
}
