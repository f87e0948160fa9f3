import { badNetwork } from "../fail.ts";
import { type ParsedName, parseName } from "./name.ts";
import { inStoredOrder, isPositional } from "./positional.ts";
import { describe, list, type NamedTensor, type StoredLayer } from "./stored-layer.ts";

/**
 * Puts tensors together to layers, in order. Two-dimensional tensors are weights, one-dimensional ones
 * biases; they are paired by the stem of their names and ordered by the numbers in it. Names that leave the
 * order open are refused, never guessed at.
 *
 * @throws KpropError `bad-network`, naming the tensors
 */
export function toLayers(tensors: readonly NamedTensor[]): StoredLayer[] {
  for (const tensor of tensors) {
    if (tensor.shape.length === 1 || tensor.shape.length === 2) continue;
    badNetwork(`${describe(tensor)} has ${tensor.shape.length} dimensions; a weight has 2, a bias 1`);
  }
  if (!tensors.some(({ shape }) => shape.length === 2))
    badNetwork("there is no weight: no 2-dimensional tensor");
  if (tensors.every(isPositional)) return inStoredOrder(tensors);
  return inNumberedOrder(pairByStem(tensors));
}

interface Pair {
  readonly name: ParsedName;
  weight: NamedTensor | null;
  bias: NamedTensor | null;
}

interface Group {
  readonly name: ParsedName;
  readonly layer: StoredLayer;
}

function pairByStem(tensors: readonly NamedTensor[]): Group[] {
  const pairs = new Map<string, Pair>();
  for (const tensor of tensors) {
    const name = parseName(tensor.name);
    const role = tensor.shape.length === 2 ? "weight" : "bias";
    if (name.role !== null && name.role !== role) {
      badNetwork(`${describe(tensor)} is called a ${name.role}, but its shape is a ${role}'s`);
    }
    const pair = pairs.get(name.stem) ?? { name, weight: null, bias: null };
    const other = pair[role];
    if (other) badNetwork(`${describe(other)} and ${describe(tensor)} claim the same place`);
    pair[role] = tensor;
    pairs.set(name.stem, pair);
  }
  return [...pairs.values()].map(({ name, weight, bias }) => {
    if (!weight) return badNetwork(`${describe(bias!)} is a bias without a weight`);
    return { name, layer: { weight, bias } };
  });
}

function inNumberedOrder(groups: readonly Group[]): StoredLayer[] {
  const { numbered, last } = setLastApart(groups);
  const sorted = [...numbered].sort((a, b) => compare(a.name.numbers, b.name.numbers));
  for (const [i, group] of sorted.entries()) {
    const next = sorted[i + 1];
    if (!next || compare(group.name.numbers, next.name.numbers) !== 0) continue;
    badNetwork(`${list([group.layer.weight, next.layer.weight])}: the same number, so which comes first?`);
  }
  return [...sorted, ...last].map(({ layer }) => layer);
}

/** All layers share one pattern, but for at most one whose name says that it is the last. */
function setLastApart(groups: readonly Group[]): { numbered: readonly Group[]; last: readonly Group[] } {
  if (samePattern(groups)) return { numbered: groups, last: [] };
  const candidates = groups.filter(({ name }) => name.saysLast);
  for (const candidate of candidates) {
    const others = groups.filter((group) => group !== candidate);
    if (samePattern(others) && candidate.name.pattern !== others[0]!.name.pattern) {
      return { numbered: others, last: [candidate] };
    }
  }
  const names = list(groups.map(({ layer }) => layer.weight));
  return badNetwork(
    `cannot tell the order of ${names}: expected one numbered series, like "fc1.weight", "fc2.weight"`,
  );
}

function samePattern(groups: readonly Group[]): boolean {
  return groups.every(({ name }) => name.pattern === groups[0]!.name.pattern);
}

/** By the first number that differs, as numbers: 9 before 10. */
function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
