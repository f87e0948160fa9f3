/**
 * The kernels for runtimes without SIMD, made of those for SIMD: each vector becomes scalar variables, each instruction on a
 * vector the scalar one on every lane, in the same order. So both have the same interface and give the same bits.
 */
import binaryen from "binaryen";
import { GLOBAL, Lowering, resultLane } from "./function.mjs";
import { LANES, range } from "./lanes.mjs";
import { parse, print } from "./s-expression.mjs";
import { Shapes } from "./shapes.mjs";

/** Binaryen would print all of its source before an error. */
process.removeAllListeners("uncaughtException");

const { MutableGlobals, SignExt, NontrappingFPToInt, BulkMemory } = binaryen.Features;
/** What every runtime had before it had SIMD. */
const FEATURES = MutableGlobals | SignExt | NontrappingFPToInt | BulkMemory;

/** A module's bytes → those of one that does the same without SIMD. */
export function withoutSimd(bytes) {
  const module = binaryen.readBinary(bytes);
  module.runPasses(["strip", "flatten"]);
  const scalar = binaryen.parseText(print(lowerModule(parse(module.emitText()))));
  scalar.setFeatures(FEATURES);
  if (!scalar.validate()) throw new Error("the scalar kernels are no valid module");
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  scalar.optimize();
  return scalar.emitBinary();
}

function lowerModule([head, ...fields]) {
  const functions = fields.filter(([kind]) => kind === "func");
  const module = {
    shapes: new Shapes(),
    globals: new Set(fields.filter(isVectorGlobal).map(([, name]) => name)),
    returns: new Set(functions.filter((field) => type(field, "result") === "v128").map(([, name]) => name)),
    parameters: new Map(functions.map((field) => [field[1], parameters(field)])),
  };
  const names = new Map([...module.parameters].map(([name, list]) => [name, list.map(([own]) => own)]));
  for (const field of functions) module.shapes.count(field[1], field.slice(2), names);
  const rest = fields.filter(([kind]) => kind !== "func").flatMap(lowerField);
  return [head, ...rest, ...resultGlobals(), ...functions.map((field) => lowerFunction(field, module))];
}

function lowerField(field) {
  if (!isVectorGlobal(field)) return [field];
  return range(LANES[GLOBAL]).map((at) => {
    return ["global", `${field[1]}.${at}`, ["mut", GLOBAL], [`${GLOBAL}.const`, field[3][at + 2]]];
  });
}

function lowerFunction([kind, name, ...rest], module) {
  const declared = rest.filter(isDeclaration);
  const variables = new Map(
    declared.filter(([what]) => what !== "result").map(([, own, type]) => [own, type]),
  );
  const lowering = new Lowering(name, variables, module);
  const body = lowering.statements(rest.filter((part) => !isDeclaration(part)));
  const declarations = declared.flatMap(([what, own, type]) => {
    if (what === "result") return own === "v128" ? [] : [[what, own]];
    if (type !== "v128") return [[what, own, type]];
    const shape = lowering.shape(own);
    return range(LANES[shape]).map((at) => [what, `${own}.${at}`, shape]);
  });
  return [kind, name, ...declarations, ...lowering.locals, ...body];
}

function resultGlobals() {
  return Object.entries(LANES).flatMap(([shape, lanes]) => {
    return range(lanes).map((at) => [
      "global",
      resultLane(shape, at),
      ["mut", shape],
      [`${shape}.const`, "0"],
    ]);
  });
}

function isDeclaration([what]) {
  return ["param", "result", "local"].includes(what);
}

function isVectorGlobal([kind, , type]) {
  return kind === "global" && type[1] === "v128";
}

function parameters(field) {
  return field.filter(([what]) => what === "param").map(([, name, type]) => [name, type]);
}

function type(field, what) {
  return field.find(([own]) => own === what)?.[1];
}
