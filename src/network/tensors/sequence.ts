import { badNetwork } from "../fail.ts";
import { type Doubt, doubtsBetween, doubtsOf } from "./doubts.ts";
import type { Group } from "./group.ts";
import { list, type StoredLayer } from "./stored-layer.ts";

/** Layers in order, and why they may stand otherwise in the network. */
export interface Sequence {
  readonly layers: readonly StoredLayer[];
  readonly doubts: readonly Doubt[];
}

/**
 * Layers in the order of the numbers in their names. Names that leave it open are refused, never guessed at.
 *
 * @throws KpropError `bad-network`, naming the layers
 */
export function inSequence(groups: readonly Group[]): Sequence {
  const parts = partsInOrder(bySeries(groups))?.map(byNumber);
  if (!parts) {
    const names = list(groups.map(({ layer }) => layer.weight));
    const expected = `one numbered series, like "fc1.weight", "fc2.weight", and perhaps a last layer, like "out.weight"`;
    return badNetwork(
      `cannot tell the order of ${names}: expected ${expected}; save one network only, so named`,
    );
  }
  const joints = parts.slice(1).flatMap((part, i) => doubtsBetween(parts[i]!, part));
  return {
    layers: parts.flat().map(({ layer }) => layer),
    doubts: [...parts.flatMap(doubtsOf), ...joints],
  };
}

/** Layers whose names differ in their numbers only. */
type Series = readonly Group[];

function bySeries(groups: readonly Group[]): Series[] {
  const series = new Map<string, Group[]>();
  for (const group of groups) {
    const { pattern } = group.name;
    const known = series.get(pattern);
    if (known) known.push(group);
    else series.set(pattern, [group]);
  }
  return [...series.values()];
}

/** One series, or two whose names say which comes first; null: they do not. */
function partsInOrder(series: readonly Series[]): Series[] | null {
  const [one, other] = series as [Series, Series?];
  if (!other) return [one];
  if (series.length > 2) return null;
  const found = [
    [one, other],
    [other, one],
  ].flatMap(([first, second]) => afterOneAnother(first!, second!) ?? []);
  return found.length === 1 ? found[0]!.parts : null;
}

/** The parts of a network where the second comes after the first; null: the names do not say so. */
function afterOneAnother(first: Series, second: Series): { parts: Series[] } | null {
  if (isKerasFirst(first, second)) return { parts: [[numberedZero(first[0]!), ...second]] };
  const isLast = second.length === 1 && second[0]!.name.saysLast;
  return isLast || (says(first, /encoder/) && says(second, /decoder/)) ? { parts: [first, second] } : null;
}

function says(series: Series, word: RegExp): boolean {
  return word.test(series[0]!.name.pattern);
}

/** Keras's own names: `dense`, `dense_1`, `dense_2`, as layers were made. */
function isKerasFirst(first: Series, others: Series): boolean {
  const pattern = `${first[0]!.name.pattern}.#`;
  return first.length === 1 && others[0]!.name.pattern === pattern && others.every(isKernel);
}

function isKernel({ layer, name }: Group): boolean {
  return /kernel(:0)?$/i.test(layer.weight.name) && name.numbers.at(-1) !== 0;
}

function numberedZero({ name, layer }: Group): Group {
  return { layer, name: { ...name, pattern: `${name.pattern}.#`, numbers: [...name.numbers, 0] } };
}

function byNumber(series: Series): Series {
  const sorted = [...series].sort((a, b) => compare(a.name.numbers, b.name.numbers));
  for (const [i, group] of sorted.entries()) {
    const next = sorted[i + 1];
    if (!next || compare(group.name.numbers, next.name.numbers) !== 0) continue;
    badNetwork(`${list([group.layer.weight, next.layer.weight])}: the same number, so which comes first?`);
  }
  return sorted;
}

/** By the first number that differs, as numbers: 9 before 10. */
function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
