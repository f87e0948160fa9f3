import { type BufferId, forEachBuffer, type Gemm, length, type Operation, type Plan } from "../plan.ts";
import { transposed } from "../views.ts";
import { sameView } from "./same-view.ts";

/** The products H = W C, by their buffers, that serve W C Wᵀ = H Wᵀ alone; that is declared symmetric, so that C is. */
export function halfCongruences({ buffers, operations }: Plan): Map<BufferId, Gemm> {
  const halves = new Map<BufferId, Gemm>();
  for (const operation of operations) {
    if (operation.op !== "gemm" || operation.symmetric || operation.accumulate) continue;
    const { b, c, rows, columns } = operation;
    const isWhole = length(buffers[c.buffer]!) === rows * columns;
    if (isWhole && b.strides[1] === 1) halves.set(c.buffer, operation);
  }
  for (const operation of operations) {
    forEachBuffer(operation, (buffer) => {
      const half = halves.get(buffer);
      if (half && operation !== half && !completes(operation, half)) halves.delete(buffer);
    });
  }
  return halves;
}

function completes(operation: Operation, half: Gemm): boolean {
  return (
    operation.op === "gemm" &&
    operation.symmetric &&
    sameView(operation.a, half.c) &&
    sameView(operation.b, transposed(half.a))
  );
}
