/**
 * Vectors as lanes. A vector's 16 bytes are four scalars or two, of integers or floats: its shape, named after the type of
 * a lane. What an instruction does to a vector it does to every lane, with the scalar instruction of the same name.
 */

export const LANES = { i32: 4, i64: 2, f32: 4, f64: 2 };
const SHAPES = { i32x4: "i32", i64x2: "i64", f32x4: "f32", f64x2: "f64" };
const INTEGERS = { i32: "i32", i64: "i64", f32: "i32", f64: "i64" };

/** The shape of the same lane width whose lanes have bits. */
export function integers(shape) {
  return INTEGERS[shape];
}

/** `f64x2.add` → ["f64", "add"]; null for what is no instruction on lanes. */
export function laneOperation(name) {
  const [prefix, operation] = name.split(".");
  return SHAPES[prefix] ? [SHAPES[prefix], operation] : null;
}

const same = (name) => ({
  lanes: (shape, operands, at) => [`${shape}.${name}`, ...operands.map((x) => x[at])],
});
const compared = (name) => ({
  gives: integers,
  lanes: (shape, operands, at) => {
    const mask = ["i32.sub", ["i32.const", "0"], [`${shape}.${name}`, operands[0][at], operands[1][at]]];
    return LANES[shape] === 4 ? mask : ["i64.extend_i32_s", mask];
  },
});
/** Lanes of one shape from the first ones of another; zeros where there are none. */
const converted = (from, instruction) => ({
  takes: from,
  lanes: (shape, [x], at) => (at < LANES[from] ? [instruction, x[at]] : [`${shape}.const`, "0"]),
});
const product = (first) => ({
  takes: "i32",
  lanes: (_, operands, at) => ["i64.mul", ...operands.map((x) => ["i64.extend_i32_u", x[at + first]])],
});

/**
 * What the instructions on lanes do: `takes` is their operands' shape where it is not their own, `gives` their result's.
 * `scalars` of their operands, the last ones, are no vectors.
 */
const OPERATIONS = {
  ...Object.fromEntries(
    ["add", "sub", "mul", "div", "neg", "abs", "sqrt", "nearest", "min", "max"].map((name) => [
      name,
      same(name),
    ]),
  ),
  ...Object.fromEntries(["lt", "gt", "ge", "ne"].map((name) => [name, compared(name)])),
  ...Object.fromEntries(
    ["shl", "shr_s", "shr_u"].map((name) => [
      name,
      {
        scalars: 1,
        lanes: (shape, [x, by], at) => [
          `${shape}.${name}`,
          x[at],
          shape === "i64" ? ["i64.extend_i32_u", by] : by,
        ],
      },
    ]),
  ),
  pmax: {
    lanes: (shape, [x, y], at) => ["select", y[at], x[at], [`${shape}.lt`, x[at], y[at]]],
  },
  splat: { scalars: 1, lanes: (_, [x]) => x },
  convert_i32x4_s: converted("i32", "f32.convert_i32_s"),
  convert_i32x4_u: converted("i32", "f32.convert_i32_u"),
  convert_low_i32x4_s: converted("i32", "f64.convert_i32_s"),
  convert_low_i32x4_u: converted("i32", "f64.convert_i32_u"),
  promote_low_f32x4: converted("f32", "f64.promote_f32"),
  demote_f64x2_zero: converted("f64", "f32.demote_f64"),
  trunc_sat_f64x2_s_zero: converted("f64", "i32.trunc_sat_f64_s"),
  extend_low_i32x4_s: converted("i32", "i64.extend_i32_s"),
  extend_low_i32x4_u: converted("i32", "i64.extend_i32_u"),
  extmul_low_i32x4_u: product(0),
  extmul_high_i32x4_u: product(2),
};

/** The shapes that an instruction on lanes takes and gives, and its lanes; undefined for one that is not known here. */
export function operation(name) {
  const known = laneOperation(name);
  if (known === null || OPERATIONS[known[1]] === undefined) return undefined;
  const [shape] = known;
  const { takes = shape, gives = (own) => own, scalars = 0, lanes } = OPERATIONS[known[1]];
  return {
    takes,
    gives: gives(shape),
    scalars,
    lanes: (operands) => range(LANES[gives(shape)]).map((at) => lanes(shape, operands, at)),
  };
}

/** The same bits as lanes of another shape. */
export function reshape(lanes, from, to) {
  if (from === to) return lanes;
  const bits = lanes.map((lane) => cast(lane, from, integers(from)));
  return regroup(bits, integers(from), integers(to)).map((lane) => cast(lane, integers(to), to));
}

function cast(lane, from, to) {
  return from === to ? lane : [`${to}.reinterpret_${from}`, lane];
}

function regroup(lanes, from, to) {
  if (from === to) return lanes;
  if (to === "i64") {
    return [0, 2].map((at) => {
      const high = ["i64.shl", ["i64.extend_i32_u", lanes[at + 1]], ["i64.const", "32"]];
      return ["i64.or", ["i64.extend_i32_u", lanes[at]], high];
    });
  }
  return lanes.flatMap((lane) => [
    ["i32.wrap_i64", lane],
    ["i32.wrap_i64", ["i64.shr_u", lane, ["i64.const", "32"]]],
  ]);
}

export function range(length) {
  return Array.from({ length }, (_, at) => at);
}
