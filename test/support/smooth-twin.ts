import type { Smooth } from "../../src/activations/smooth.ts";
import { BigFloat } from "./big-float.ts";
import { erf, exp, normalCdf, normalPdf } from "./high-precision.ts";

/** The smooth activation functions to some 60 digits, by their definitions. */
export const SMOOTH_TWINS: Readonly<Record<Smooth, (x: BigFloat) => BigFloat>> = {
  tanh,
  sigmoid,
  gelu: (x) => x.times(normalCdf(x)),
  silu: (x) => x.times(sigmoid(x)),
  softplus: (x) => (x.isNegative ? logOnePlus(exp(x)) : x.plus(logOnePlus(exp(x.negated())))),
  erf: (x) => (Math.abs(x.toNumber()) < 4 ? erf(x) : erfByTail(x)),
  sin,
};

const ONE = BigFloat.of(1);
const TWO = BigFloat.of(2);

function sigmoid(x: BigFloat): BigFloat {
  return ONE.over(ONE.plus(exp(x.negated())));
}

/** Loses as many digits as |x| has zeros after its point; not for |x| below 10^-30. */
function tanh(x: BigFloat): BigFloat {
  const u = exp(x.plus(x).negated());
  return ONE.minus(u).over(ONE.plus(u));
}

/** 2 Φ(x√2) − 1. */
function erfByTail(x: BigFloat): BigFloat {
  return TWO.times(normalCdf(x.times(TWO.sqrt()))).minus(ONE);
}

/** log(1 + u) for 0 < u ≤ 1: its series where u is tiny, else two steps of Halley's method for e^y = 1 + u. */
function logOnePlus(u: BigFloat): BigFloat {
  const size = u.toNumber();
  if (size < 2 ** -80) {
    const half = BigFloat.of(0.5).times(u);
    return u.times(ONE.minus(half).plus(u.times(u).over(BigFloat.of(3))));
  }
  const target = ONE.plus(u);
  let y = BigFloat.of(Math.log1p(size));
  for (let i = 0; i < 2; i++) {
    const power = exp(y);
    y = y.plus(TWO.times(target.minus(power)).over(target.plus(power)));
  }
  return y;
}

/** Its series at the distance from the nearest multiple of π. */
function sin(x: BigFloat): BigFloat {
  const density = normalPdf(BigFloat.of(0));
  const pi = ONE.over(TWO.times(density).times(density));
  const n = Math.round(x.toNumber() / Math.PI);
  const r = x.minus(pi.times(BigFloat.of(n)));
  const square = r.times(r);
  let term = r;
  let sum = r;
  for (let k = 1; k <= 40; k++) {
    term = term.times(square).over(BigFloat.of(-2 * k * (2 * k + 1)));
    sum = sum.plus(term);
  }
  return n % 2 === 0 ? sum : sum.negated();
}
