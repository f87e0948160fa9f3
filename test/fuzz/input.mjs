import { changeBytes, cross } from "./bytes.mjs";
import { Random } from "./random.mjs";
import { change, pickFormat } from "./seeds.mjs";

/** The input of that number: its bytes, and how it is read. Nothing but the seed and the number decides about it. */
export function makeInput(seeds, seed, index) {
  const random = new Random(seed, index);
  const format = pickFormat(random);
  let bytes = random.pick(seeds[format]);
  if (random.chance(0.85)) bytes = change(format, bytes, random);
  if (random.chance(0.05)) bytes = cross(bytes, random.pick(seeds[pickFormat(random)]), random);
  if (random.chance(0.3) && bytes.length > 0) bytes = changeBytes(bytes, random);
  return { format, bytes, read: pickReader(format, random) };
}

/** What of the library reads it, as text for who looks into a failure, and to be called. */
function pickReader(format, random) {
  const row = random.pick([undefined, 0, 1, 2]);
  if (format === "parquet" && random.chance(0.3)) return { call: "readWhestRow", options: row };
  if (format === "safetensors" && random.chance(0.2)) return { call: "readSafetensors", options: undefined };
  const forced = random.chance(0.3) ? { format } : {};
  if (format === "parquet")
    return { call: "readNetwork", options: row === undefined ? forced : { ...forced, row } };
  const orientation = random.chance(0.3) ? { orientation: random.pick(["out-in", "in-out"]) } : {};
  return { call: "readNetwork", options: { ...forced, ...orientation } };
}
