import type { Network } from "../../network/network.ts";
import { narrowness } from "../differences.ts";
import type { Warning } from "./warning.ts";

/** Σ 1/width over the layers with an activation, beyond which nothing is promised. */
const NARROW = 0.75;

/** The error grows like a power of Σ 1/width (spec section 10); a single layer is exact whatever its width. */
export function narrow(network: Network): Warning[] {
  const hidden = network.layers.filter(({ activation }) => activation !== null);
  const ratio = narrowness(network);
  if (hidden.length === 1 || ratio < NARROW) return [];
  const message = `${hidden.length} layers are too deep for their width: Σ 1/width is ${ratio.toPrecision(2)}`;
  return [{ code: "narrow", message, serious: true }];
}
