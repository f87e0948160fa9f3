import { symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle } from "d3-shape";
import type { Method } from "../protocol/jobs.ts";

const SHAPES = {
  simple: symbolCircle,
  augment: symbolDiamond,
  "augment-tree": symbolTriangle,
  base: symbolSquare,
};

interface Props {
  readonly method: Method;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  /** An error that is expected, not measured. */
  readonly hollow?: boolean;
}

/** A method's mark: its order's colour, its kind's shape. */
export function Mark({ method, x, y, size = 110, hollow = false }: Props) {
  const path = symbol(SHAPES[method.kind], size)() ?? "";
  const look = `mark order-${method.order}${hollow ? " hollow" : ""}`;
  return <path class={look} d={path} transform={`translate(${x},${y})`} />;
}
