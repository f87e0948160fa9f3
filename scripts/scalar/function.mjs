import { integers, LANES, laneOperation, operation, range, reshape } from "./lanes.mjs";
import { RESULT } from "./shapes.mjs";

/** Vectors in global variables are kept as words. */
export const GLOBAL = "i32";

/** The global variable that holds a lane of the vector that a function has returned. */
export function resultLane(shape, at) {
  return `$result.${shape}.${at}`;
}

/** One function in flat form (Binaryen's pass `flatten`): operands are variables and constants alone. */
export class Lowering {
  /** Statements that come before what is being rewritten. */
  before = [];
  locals = [];

  /**
   * @param module `shapes`; `returns`, the names of functions that return vectors; `parameters`, by function the names and
   * types of its parameters
   */
  constructor(name, variables, module) {
    this.name = name;
    this.variables = variables;
    this.module = module;
  }

  /** A statement as those that do the same without vectors. */
  statement(statement) {
    if (typeof statement === "string") return [statement];
    const [head, ...rest] = statement;
    if (["block", "loop", "then", "else"].includes(head)) return [[head, ...this.statements(rest)]];
    if (head === "if") return [["if", rest[0], ...this.statements(rest.slice(1))]];
    const after = this.lowered(statement);
    return [...this.before.splice(0), ...after];
  }

  statements(statements) {
    return statements.flatMap((statement) => this.statement(statement));
  }

  lowered(statement) {
    const [head, ...rest] = statement;
    if (head === "local.set" && this.isVector(rest[0])) return this.assign(rest[0], rest[1]);
    if (head === "global.set" && this.module.globals.has(rest[0])) {
      return this.vector(rest[1], GLOBAL).map((lane, at) => ["global.set", `${rest[0]}.${at}`, lane]);
    }
    if (head === "return" && rest.length > 0 && this.module.returns.has(this.name)) {
      const shape = this.shape(RESULT);
      const lanes = this.vector(rest[0], shape);
      return [...lanes.map((lane, at) => ["global.set", resultLane(shape, at), lane]), ["return"]];
    }
    if (head === "v128.store") {
      const [offset, [address, value]] = addressed(rest);
      const shape = this.natural(value);
      return this.vector(value, shape).map((lane, at) => access(`${shape}.store`, offset, at, address, lane));
    }
    if (head === "v128.store64_lane") {
      const [offset, [lane, address, value]] = addressed(rest);
      return [access("i64.store", offset, 0, address, this.vector(value, "i64")[lane])];
    }
    return [this.scalar(statement)];
  }

  /** All lanes are known before the first is kept: the value may read the variable. */
  assign(variable, value) {
    const shape = this.shape(variable);
    const kept = this.vector(value, shape).map((lane) => [this.temporary(shape), lane]);
    return [
      ...kept.map(([name, lane]) => ["local.set", name, lane]),
      ...kept.map(([name], at) => ["local.set", `${variable}.${at}`, ["local.get", name]]),
    ];
  }

  /** What is no vector, though made of some. */
  scalar(expression) {
    if (typeof expression === "string") return expression;
    const [head, ...rest] = expression;
    const known = laneOperation(head);
    if (known?.[1] === "extract_lane") return this.vector(rest[1], known[0])[rest[0]];
    if (head === "v128.any_true") return this.anyTrue(rest[0]);
    if (head === "call") return ["call", rest[0], ...this.operands(rest[0], rest.slice(1))];
    if (known !== null || head.startsWith("v128.") || head.startsWith("i8x16.")) throw unknown(expression);
    return [head, ...rest.map((operand) => this.scalar(operand))];
  }

  /** What a function is handed; one that is imported takes no vectors. */
  operands(callee, operands) {
    const parameters = this.module.parameters.get(callee);
    return operands.flatMap((operand, at) => {
      const [name, type] = parameters?.[at] ?? [];
      if (type !== "v128") return [this.scalar(operand)];
      return this.vector(operand, this.module.shapes.of(`${callee} ${name}`));
    });
  }

  anyTrue(value) {
    const shape = integers(this.natural(value));
    const all = this.vector(value, shape).reduce((left, right) => [`${shape}.or`, left, right]);
    return [`${shape}.ne`, all, [`${shape}.const`, "0"]];
  }

  /** A vector's lanes in that shape: expressions that can be read in any order, and more than once if they are variables. */
  vector(expression, wanted) {
    const shape = this.natural(expression, wanted);
    return reshape(this.lanes(expression, shape), shape, wanted);
  }

  /** The shape that an expression's lanes come in; where it has none of its own, the one that is wanted. */
  natural([head, ...rest], wanted = "i64") {
    const known = operation(head);
    if (known !== undefined) return known.gives;
    if (head === "local.get") return this.shape(rest[0]);
    if (head === "global.get") return GLOBAL;
    if (head === "call") return this.module.shapes.of(`${rest[0]} ${RESULT}`);
    if (laneOperation(head) !== null) return laneOperation(head)[0];
    if (["v128.and", "v128.or", "v128.xor", "v128.bitselect", "v128.const"].includes(head))
      return integers(wanted);
    if (head === "v128.load32_splat" || head === "i8x16.shuffle") return LANES[wanted] === 4 ? wanted : "i32";
    if (head === "v128.load64_splat" || head === "v128.load64_lane")
      return LANES[wanted] === 2 ? wanted : "i64";
    return wanted;
  }

  lanes(expression, shape) {
    const [head, ...rest] = expression;
    const known = operation(head);
    if (known !== undefined) return this.operated(known, rest);
    const other = OTHERS[laneOperation(head)?.[1] ?? head];
    if (other === undefined) throw unknown(expression);
    return other(this, shape, rest);
  }

  operated({ takes, scalars, lanes }, operands) {
    const vectors = operands.length - scalars;
    return lanes(operands.map((operand, at) => (at < vectors ? this.vector(operand, takes) : operand)));
  }

  /** An expression's value, computed once, before the statement. */
  once(type, value) {
    const name = this.temporary(type);
    this.before.push(["local.set", name, value]);
    return ["local.get", name];
  }

  temporary(type) {
    const name = `$lane.${this.locals.length}`;
    this.locals.push(["local", name, type]);
    return name;
  }

  isVector(variable) {
    return this.variables.get(variable) === "v128";
  }

  shape(variable) {
    return this.module.shapes.of(`${this.name} ${variable}`);
  }
}

/** Instructions on the vector as a whole: (lowering, shape, what stands after the name) → lanes. */
const OTHERS = {
  "local.get": (_, shape, [name]) => range(LANES[shape]).map((at) => ["local.get", `${name}.${at}`]),
  "global.get": (_, shape, [name]) => range(LANES[shape]).map((at) => ["global.get", `${name}.${at}`]),
  call: (lowering, shape, [callee, ...operands]) => {
    lowering.before.push(["call", callee, ...lowering.operands(callee, operands)]);
    return range(LANES[shape]).map((at) => ["global.get", resultLane(shape, at)]);
  },
  "v128.const": (_, shape, [format, ...words]) => {
    if (format !== "i32x4") throw unknown(["v128.const", format]);
    const lanes = words.map((word) => ["i32.const", word]);
    return reshape(lanes, "i32", shape);
  },
  "v128.load": (_, shape, rest) => {
    const [offset, [address]] = addressed(rest);
    return range(LANES[shape]).map((at) => access(`${shape}.load`, offset, at, address));
  },
  "v128.load32_splat": splatLoad,
  "v128.load64_splat": splatLoad,
  "v128.load64_zero": (_, shape, rest) => {
    const [offset, [address]] = addressed(rest);
    return range(LANES[shape]).map((at) =>
      at < LANES[shape] / 2 ? access(`${shape}.load`, offset, at, address) : [`${shape}.const`, "0"],
    );
  },
  "v128.load64_lane": (lowering, shape, rest) => {
    const [offset, [lane, address, value]] = addressed(rest);
    return lowering.vector(value, shape).with(lane, access(`${shape}.load`, offset, 0, address));
  },
  replace_lane: (lowering, shape, [lane, value, replacement]) =>
    lowering.vector(value, shape).with(lane, replacement),
  "v128.and": bitwise("and"),
  "v128.or": bitwise("or"),
  "v128.xor": bitwise("xor"),
  "v128.bitselect": (lowering, shape, operands) => {
    const [yes, no, mask] = operands.map((operand) => lowering.vector(operand, shape));
    return range(LANES[shape]).map((at) => {
      const differ = [`${shape}.and`, [`${shape}.xor`, yes[at], no[at]], mask[at]];
      return [`${shape}.xor`, differ, no[at]];
    });
  },
  select: (lowering, shape, [yes, no, condition]) => {
    const [left, right] = [yes, no].map((operand) => lowering.vector(operand, shape));
    return left.map((lane, at) => ["select", lane, right[at], condition]);
  },
  "i8x16.shuffle": (lowering, shape, rest) => {
    const [left, right] = rest.slice(16).map((operand) => lowering.vector(operand, shape));
    return range(4).map((at) => {
      const bytes = rest.slice(4 * at, 4 * at + 4).map(Number);
      if (bytes[0] % 4 !== 0 || bytes.some((byte, i) => byte !== bytes[0] + i)) throw unknown(rest);
      return [...left, ...right][bytes[0] / 4];
    });
  },
};

function splatLoad(lowering, shape, rest) {
  const [offset, [address]] = addressed(rest);
  const value = lowering.once(shape, access(`${shape}.load`, offset, 0, address));
  return range(LANES[shape]).map(() => value);
}

function bitwise(name) {
  return (lowering, shape, operands) => {
    const [left, right] = operands.map((operand) => lowering.vector(operand, shape));
    return left.map((lane, at) => [`${shape}.${name}`, lane, right[at]]);
  };
}

/** [offset, operands] of an instruction that reads or writes memory. */
function addressed(rest) {
  const marks = rest.filter((part) => typeof part === "string" && part.includes("="));
  const offset = marks.find((mark) => mark.startsWith("offset="))?.slice("offset=".length) ?? 0;
  return [Number(offset), rest.slice(marks.length)];
}

function access(instruction, offset, lane, ...operands) {
  const bytes = 16 / LANES[instruction.slice(0, 3)];
  return [instruction, `offset=${offset + lane * bytes}`, ...operands];
}

function unknown(expression) {
  return new Error(`no scalar form is known of ${JSON.stringify(expression).slice(0, 200)}`);
}
