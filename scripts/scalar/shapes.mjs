import { laneOperation, operation } from "./lanes.mjs";

/** Where a function leaves a vector that it returns, as the name of a variable. */
export const RESULT = "result";

/** The shape of vectors whose use says nothing about it. */
const ANY = "i64";

/**
 * The shape in which each vector is kept: that of most instructions which make or read it. Variables that are copied to
 * each other have one shape. Keys are `function variable`.
 */
export class Shapes {
  parents = new Map();
  votes = new Map();

  of(key) {
    const votes = this.votes.get(this.root(key)) ?? {};
    const [most] = Object.entries(votes).sort(([, a], [, b]) => b - a);
    return most?.[0] ?? ANY;
  }

  /** Counts one function's instructions; `parameters` names those of the module's functions. */
  count(name, body, parameters) {
    const key = (variable) => `${name} ${variable}`;
    const variable = (expression) => (expression[0] === "local.get" ? key(expression[1]) : null);
    const visit = (expression) => {
      if (typeof expression === "string") return;
      const [head, ...rest] = expression;
      const known = laneOperation(head);
      if (known !== null) {
        const shape = operation(head)?.takes ?? known[0];
        for (const operand of rest) this.vote(variable(operand), shape);
      }
      if (head === "local.set") this.set(key(rest[0]), rest[1], variable);
      if (head === "return" && rest.length > 0) this.join(key(RESULT), variable(rest[0]));
      if (head === "call") {
        rest.slice(1).forEach((operand, at) => {
          const parameter = parameters.get(rest[0])?.[at];
          if (parameter !== undefined) this.join(`${rest[0]} ${parameter}`, variable(operand));
        });
      }
      for (const child of rest) visit(child);
    };
    for (const statement of body) visit(statement);
  }

  set(to, value, variable) {
    const [head, ...rest] = value;
    this.join(to, variable(value));
    if (head === "call") this.join(to, `${rest[0]} ${RESULT}`);
    if (head === "v128.bitselect" || head === "select")
      for (const chosen of rest.slice(0, 2)) this.join(to, variable(chosen));
    const known = laneOperation(head);
    if (known !== null) this.vote(to, operation(head)?.gives ?? known[0]);
  }

  join(a, b) {
    if (a === null || b === null || this.root(a) === this.root(b)) return;
    const [from, to] = [this.root(a), this.root(b)];
    for (const [shape, count] of Object.entries(this.votes.get(from) ?? {})) this.vote(to, shape, count);
    this.parents.set(from, to);
  }

  vote(key, shape, count = 1) {
    if (key === null) return;
    const root = this.root(key);
    const votes = this.votes.get(root) ?? {};
    votes[shape] = (votes[shape] ?? 0) + count;
    this.votes.set(root, votes);
  }

  root(key) {
    let root = key;
    while (this.parents.has(root)) root = this.parents.get(root);
    return root;
  }
}
