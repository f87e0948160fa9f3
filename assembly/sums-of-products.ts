import { offset } from "./offset";
import { putSum, sumLanes } from "./rows";
import { FACTOR, HEADER, here, KIND, PRODUCT, TERM } from "./terms-table";

/** Whether rows are summed up that are products of two, both along memory: a matrix times a vector, mostly. */
export function sumsProducts(program: usize): bool {
  const term = program + HEADER;
  const factor = term + TERM;
  return (
    load<i32>(program, 32) == 0 &&
    load<i32>(program, 40) == 1 &&
    load<i32>(term, KIND) == PRODUCT &&
    load<i32>(factor, 16) == 1 &&
    load<i32>(factor + FACTOR, 16) == 1
  );
}

/** Such sums of four rows side by side, since each is a chain of additions: the same as one after the other. */
export function fourRows<T extends number>(
  program: usize,
  out: usize,
  stride: i32,
  onto: bool,
  first: bool,
): void {
  const factor = program + HEADER + TERM;
  const a0 = here<T>(factor);
  const a1 = here<T>(factor);
  const a2 = here<T>(factor);
  const a3 = here<T>(factor);
  const b0 = here<T>(factor + FACTOR);
  const b1 = here<T>(factor + FACTOR);
  const b2 = here<T>(factor + FACTOR);
  const b3 = here<T>(factor + FACTOR);
  const length = load<i32>(program, 12);
  const end = <usize>(length & ~3) * sizeof<T>();
  let low0 = v128.splat<T>(<T>0),
    low1 = low0,
    low2 = low0,
    low3 = low0,
    high0 = low0,
    high1 = low0,
    high2 = low0,
    high3 = low0;
  for (let at: usize = 0; at < end; at += 4 * sizeof<T>()) {
    low0 = v128.add<T>(low0, v128.mul<T>(v128.load(a0 + at), v128.load(b0 + at)));
    low1 = v128.add<T>(low1, v128.mul<T>(v128.load(a1 + at), v128.load(b1 + at)));
    low2 = v128.add<T>(low2, v128.mul<T>(v128.load(a2 + at), v128.load(b2 + at)));
    low3 = v128.add<T>(low3, v128.mul<T>(v128.load(a3 + at), v128.load(b3 + at)));
    if (sizeof<T>() == 8) {
      high0 = v128.add<T>(high0, v128.mul<T>(v128.load(a0 + at, 16), v128.load(b0 + at, 16)));
      high1 = v128.add<T>(high1, v128.mul<T>(v128.load(a1 + at, 16), v128.load(b1 + at, 16)));
      high2 = v128.add<T>(high2, v128.mul<T>(v128.load(a2 + at, 16), v128.load(b2 + at, 16)));
      high3 = v128.add<T>(high3, v128.mul<T>(v128.load(a3 + at, 16), v128.load(b3 + at, 16)));
    }
  }
  const again = onto || stride == 0;
  putSum<T>(out, withTail<T>(sumLanes<T>(low0, high0), a0, b0, length), first);
  putSum<T>(out + offset<T>(1, stride), withTail<T>(sumLanes<T>(low1, high1), a1, b1, length), again);
  putSum<T>(out + offset<T>(2, stride), withTail<T>(sumLanes<T>(low2, high2), a2, b2, length), again);
  putSum<T>(out + offset<T>(3, stride), withTail<T>(sumLanes<T>(low3, high3), a3, b3, length), again);
}

/** The products after the last whole four of a row added one by one. */
function withTail<T extends number>(sum: T, a: usize, b: usize, length: i32): T {
  for (let x = length & ~3; x < length; x++) {
    const at = <usize>x * sizeof<T>();
    sum = <T>(sum + <T>(load<T>(a + at) * load<T>(b + at)));
  }
  return sum;
}
