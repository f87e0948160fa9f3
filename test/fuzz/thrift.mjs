/** Finds the numbers of Thrift's compact protocol, which say where they are and how long. */

/** Places of numbers in the struct that begins at `start`, and where it ends. */
export function thriftNumbers(bytes, start) {
  const numbers = [];
  let at = start;
  const varint = () => {
    const begin = at;
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (byte < 128 || at > bytes.length) break;
    }
    numbers.push({ start: begin, end: at, value });
    return value;
  };
  const value = (type) => {
    if (type === 3) at++;
    else if (type <= 6) varint();
    else if (type === 7) at += 8;
    else if (type === 8) at += varint();
    else if (type === 9) list();
    else struct();
  };
  const list = () => {
    const head = bytes[at++];
    const length = head >> 4 === 15 ? varint() : head >> 4;
    for (let i = 0; i < length; i++) value(head & 15);
  };
  const struct = () => {
    for (let head = bytes[at++]; head & 15; head = bytes[at++]) {
      if (head >> 4 === 0) varint();
      if ((head & 15) > 2) value(head & 15);
    }
  };
  struct();
  return { numbers, end: at };
}

export function toVarint(value) {
  const bytes = [];
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) + 128);
  return new Uint8Array([...bytes, left]);
}
