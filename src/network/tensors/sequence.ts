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
  const parts = partsInOrder(joinedKeras(bySeries(groups)))?.map(byNumber);
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

/** Keras's own names are one series: `dense`, `dense_1`, `dense_2`, as layers were made. */
function joinedKeras(series: readonly Series[]): Series[] {
  const byPattern = new Map(series.map((layers) => [layers[0]!.name.pattern, layers]));
  const numbered = (first: Series) => byPattern.get(`${first[0]!.name.pattern}.#`);
  const first = series.find((layers) => layers.length === 1 && numbered(layers)?.every(isKernel));
  if (!first) return [...series];
  const others = numbered(first)!;
  return [
    [numberedZero(first[0]!), ...others],
    ...series.filter((layers) => layers !== first && layers !== others),
  ];
}

function isKernel({ layer, name }: Group): boolean {
  return /kernel(:0)?$/i.test(layer.weight.name) && name.numbers.at(-1) !== 0;
}

function numberedZero({ name, layer }: Group): Group {
  return { layer, name: { ...name, pattern: `${name.pattern}.#`, numbers: [...name.numbers, 0] } };
}

/** One series, or two whose names say which comes first; null: they do not. */
function partsInOrder(series: readonly Series[]): readonly Series[] | null {
  const [one, other] = series as [Series, Series?];
  if (!other) return series;
  if (series.length > 2) return null;
  const [here, there] = [isAfter(other, one), isAfter(one, other)];
  return here === there ? null : here ? [one, other] : [other, one];
}

/** Whether the names say that the second series comes before the first. */
function isAfter(series: Series, before: Series): boolean {
  const isLast = series.length === 1 && series[0]!.name.saysLast;
  return isLast || (says(before, /encoder/) && says(series, /decoder/));
}

function says(series: Series, word: RegExp): boolean {
  return word.test(series[0]!.name.pattern);
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
