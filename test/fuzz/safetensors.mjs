import { splice } from "./bytes.mjs";
import { changeNumbers } from "./numbers.mjs";
import { changeText } from "./text.mjs";

/** Changes the header and its length, which mostly remains true. */
export function changeSafetensors(bytes, random) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (random.chance(0.1))
    return changeNumbers(
      bytes,
      [
        { at: 0, size: 4 },
        { at: 4, size: 4 },
      ],
      random,
    );
  const header = new TextDecoder().decode(bytes.subarray(8, 8 + length));
  const text = new TextEncoder().encode(changeText(header, random));
  const changed = splice(bytes, 8, 8 + length, text);
  new DataView(changed.buffer).setUint32(0, text.length, true);
  return changed;
}
