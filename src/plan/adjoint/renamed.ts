import type { BufferId, Operation, View } from "../plan.ts";

/** The same operation on other buffers. */
export function renamed(operation: Operation, name: (buffer: BufferId) => BufferId): Operation {
  const view = (given: View): View => ({ ...given, buffer: name(given.buffer) });
  switch (operation.op) {
    case "load":
      return { ...operation, out: name(operation.out) };
    case "store":
      return { ...operation, from: name(operation.from) };
    case "gemm":
      return { ...operation, a: view(operation.a), b: view(operation.b), c: view(operation.c) };
    case "mirror":
      return { ...operation, matrices: view(operation.matrices) };
    case "terms": {
      const terms = operation.terms.map((term) => ({ ...term, factors: term.factors.map(view) }));
      return { ...operation, out: view(operation.out), terms };
    }
    case "wick": {
      const { mean, variance, out } = operation;
      return { ...operation, mean: name(mean), variance: name(variance), out: name(out) };
    }
    case "floor-variance": {
      const { mean, variance, noise, out } = operation;
      const named = { mean: name(mean), variance: view(variance), out: name(out) };
      return { ...operation, ...named, noise: noise === null ? null : name(noise) };
    }
    case "pass-variance": {
      const { variance, noise, given, out } = operation;
      const named = { given: name(given), variance: view(variance), out: name(out) };
      return { ...operation, ...named, noise: noise === null ? null : name(noise) };
    }
    case "orthonormalise":
      return { ...operation, from: view(operation.from), out: name(operation.out) };
  }
}
