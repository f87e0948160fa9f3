/**
 * x with Φ(x) = (word + ½) 2^-32, for a signed word of 32 bits: Wichura's PPND16, good to 1e-16 ("Algorithm AS 241: the
 * percentage points of the normal distribution", Applied Statistics 37 (1988) 477), without its far tail, which begins below
 * 1.4e-11. Sums, products, quotients and roots have the same bits in every engine.
 */
export function normalQuantile(word: number): number {
  const q = ((word >>> 0) + 0.5) * 2 ** -32 - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (
      (q *
        horner(
          r,
          2509.0809287301227,
          33430.57558358813,
          67265.7709270087,
          45921.95393154987,
          13731.69376550946,
          1971.5909503065513,
          133.14166789178438,
          3.3871328727963665,
        )) /
      horner(
        r,
        5226.495278852854,
        28729.085735721943,
        39307.89580009271,
        21213.794301586597,
        5394.196021424751,
        687.1870074920579,
        42.31333070160091,
        1,
      )
    );
  }
  const r = Math.sqrt(logarithm(word < 0 ? ~word : word)) - 1.6;
  const x =
    horner(
      r,
      0.0007745450142783414,
      0.022723844989269184,
      0.2417807251774506,
      1.2704582524523684,
      3.6478483247632045,
      5.769497221460691,
      4.630337846156546,
      1.4234371107496835,
    ) /
    horner(
      r,
      1.0507500716444169e-9,
      0.0005475938084995345,
      0.015198666563616457,
      0.14810397642748008,
      0.6897673349851,
      1.6763848301838038,
      2.053191626637759,
      1,
    );
  return q < 0 ? -x : x;
}

/** 2^-e at e. */
const POWERS = Array.from({ length: 33 }, () => 1);
for (let e = 1; e < POWERS.length; e++) POWERS[e] = POWERS[e - 1]! / 2;

const { LN2, SQRT2 } = Math;

/**
 * −ln((word + ½) 2^-32) for a word below 2^31: with (word + ½) 2^-32 = 2^(e − 33) m, m between √½ and √2, and
 * s = (m − 1)/(m + 1), ln m = 2 (s + s³/3 + s⁵/5 + …), of which s² < 0.03 leaves nothing after s²³. Here since engines take
 * longer to call the kernels' logarithm than to find one.
 */
function logarithm(word: number): number {
  const odd = 2 * word + 1;
  let e = 31 - Math.clz32(odd);
  let m = odd * POWERS[e]!;
  if (m > SQRT2) {
    m /= 2;
    e++;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  const upper = horner(z, 1 / 23, 1 / 21, 1 / 19, 1 / 17, 1 / 15, 1 / 13, 1 / 11, 1 / 9);
  const sum = (((upper * z + 1 / 7) * z + 1 / 5) * z + 1 / 3) * z + 1;
  return (33 - e) * LN2 - 2 * s * sum;
}

/** A polynomial, its coefficients from the highest. Without an array, of which engines would read each. */
function horner(
  r: number,
  c7: number,
  c6: number,
  c5: number,
  c4: number,
  c3: number,
  c2: number,
  c1: number,
  c0: number,
): number {
  return ((((((c7 * r + c6) * r + c5) * r + c4) * r + c3) * r + c2) * r + c1) * r + c0;
}
