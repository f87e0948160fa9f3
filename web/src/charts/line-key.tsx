import type { Method } from "../protocol/jobs.ts";

/** A piece of a method's line, for a legend. */
export function LineKey({ method: { order, kind } }: { method: Method }) {
  return (
    <svg class="key" viewBox="0 0 24 8" aria-hidden="true">
      <line class={`order-${order} kind-${kind}`} x1={1} x2={23} y1={4} y2={4} />
    </svg>
  );
}
