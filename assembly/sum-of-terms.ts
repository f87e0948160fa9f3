import {
  BYTES,
  CONSTANTS,
  FACTOR,
  FIRST,
  KIND,
  NUMBER,
  PRODUCT,
  ROW,
  SCALED_PRODUCT,
  SCALED_ROW,
  SECOND,
  TERM,
} from "./terms-table";

/** out (+)= the terms from `first` to `end`, whose rows are known. */
export function addTerms<T extends number>(
  first: usize,
  end: usize,
  out: usize,
  length: i32,
  accumulate: bool,
): void {
  const bytes = <usize>length * sizeof<T>();
  let at: usize = 0;
  for (; at + 64 <= bytes; at += 64) addFourVectors<T>(first, end, out + at, at, accumulate);
  for (; at + 16 <= bytes; at += 16) addVector<T>(first, end, out + at, at, accumulate);
  for (; at < bytes; at += sizeof<T>()) addElement<T>(first, end, out + at, at, accumulate);
}

/** Minus zero: adding it first changes no bit of what comes after. */
function nothing<T extends number>(): v128 {
  return v128.splat<T>(<T>-0.0);
}

/** The terms of one row and of products of two rows have loops of their own here, since there are most of them. */
function addFourVectors<T extends number>(
  first: usize,
  end: usize,
  out: usize,
  at: usize,
  accumulate: bool,
): void {
  let s0 = accumulate ? v128.load(out) : nothing<T>();
  let s1 = accumulate ? v128.load(out, 16) : nothing<T>();
  let s2 = accumulate ? v128.load(out, 32) : nothing<T>();
  let s3 = accumulate ? v128.load(out, 48) : nothing<T>();
  for (let term = first; term < end; term += <usize>load<i32>(term, BYTES)) {
    const kind = load<i32>(term, KIND);
    const a = <usize>load<u32>(term, FIRST) + at;
    if (kind == SCALED_ROW) {
      const number = v128.load_splat<T>(term + NUMBER);
      s0 = v128.add<T>(s0, v128.mul<T>(number, v128.load(a)));
      s1 = v128.add<T>(s1, v128.mul<T>(number, v128.load(a, 16)));
      s2 = v128.add<T>(s2, v128.mul<T>(number, v128.load(a, 32)));
      s3 = v128.add<T>(s3, v128.mul<T>(number, v128.load(a, 48)));
    } else if (kind == SCALED_PRODUCT) {
      const b = <usize>load<u32>(term, SECOND) + at;
      const number = v128.load_splat<T>(term + NUMBER);
      s0 = v128.add<T>(s0, v128.mul<T>(v128.mul<T>(number, v128.load(a)), v128.load(b)));
      s1 = v128.add<T>(s1, v128.mul<T>(v128.mul<T>(number, v128.load(a, 16)), v128.load(b, 16)));
      s2 = v128.add<T>(s2, v128.mul<T>(v128.mul<T>(number, v128.load(a, 32)), v128.load(b, 32)));
      s3 = v128.add<T>(s3, v128.mul<T>(v128.mul<T>(number, v128.load(a, 48)), v128.load(b, 48)));
    } else if (kind == PRODUCT) {
      const b = <usize>load<u32>(term, SECOND) + at;
      s0 = v128.add<T>(s0, v128.mul<T>(v128.load(a), v128.load(b)));
      s1 = v128.add<T>(s1, v128.mul<T>(v128.load(a, 16), v128.load(b, 16)));
      s2 = v128.add<T>(s2, v128.mul<T>(v128.load(a, 32), v128.load(b, 32)));
      s3 = v128.add<T>(s3, v128.mul<T>(v128.load(a, 48), v128.load(b, 48)));
    } else {
      s0 = v128.add<T>(s0, vectorOf<T>(term, at));
      s1 = v128.add<T>(s1, vectorOf<T>(term, at + 16));
      s2 = v128.add<T>(s2, vectorOf<T>(term, at + 32));
      s3 = v128.add<T>(s3, vectorOf<T>(term, at + 48));
    }
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}

function addVector<T extends number>(
  first: usize,
  end: usize,
  out: usize,
  at: usize,
  accumulate: bool,
): void {
  let sum = accumulate ? v128.load(out) : nothing<T>();
  for (let term = first; term < end; term += <usize>load<i32>(term, BYTES)) {
    sum = v128.add<T>(sum, vectorOf<T>(term, at));
  }
  v128.store(out, sum);
}

/** One term's values at those bytes of its rows. */
function vectorOf<T extends number>(term: usize, at: usize): v128 {
  const end = term + <usize>load<i32>(term, BYTES);
  let factor = term + TERM + <usize>load<i32>(term, CONSTANTS) * FACTOR;
  let value = v128.load_splat<T>(term + NUMBER);
  if (factor == end) return value;
  const row = v128.load(<usize>load<u32>(factor, ROW) + at);
  value = load<i32>(term, KIND) & 1 ? v128.mul<T>(value, row) : row;
  for (factor += FACTOR; factor < end; factor += FACTOR) {
    value = v128.mul<T>(value, v128.load(<usize>load<u32>(factor, ROW) + at));
  }
  return value;
}

function addElement<T extends number>(
  first: usize,
  end: usize,
  out: usize,
  at: usize,
  accumulate: bool,
): void {
  let sum = accumulate ? load<T>(out) : <T>-0.0;
  for (let term = first; term < end; term += <usize>load<i32>(term, BYTES)) {
    sum = <T>(sum + elementOf<T>(term, at));
  }
  store<T>(out, sum);
}

function elementOf<T extends number>(term: usize, at: usize): T {
  const end = term + <usize>load<i32>(term, BYTES);
  let factor = term + TERM + <usize>load<i32>(term, CONSTANTS) * FACTOR;
  let value = load<T>(term, NUMBER);
  if (factor == end) return value;
  const element = load<T>(<usize>load<u32>(factor, ROW) + at);
  value = load<i32>(term, KIND) & 1 ? <T>(value * element) : element;
  for (factor += FACTOR; factor < end; factor += FACTOR) {
    value = <T>(value * load<T>(<usize>load<u32>(factor, ROW) + at));
  }
  return value;
}
