import { badNetwork, show } from "../fail.ts";
import { type ParsedName, parseName } from "./name.ts";
import { describe, type NamedTensor, type StoredLayer } from "./stored-layer.ts";

/** A layer and what its name says of its place. */
export interface Group {
  readonly name: ParsedName;
  readonly layer: StoredLayer;
}

interface Pair {
  readonly name: ParsedName;
  weight: NamedTensor | null;
  bias: NamedTensor | null;
}

/**
 * Pairs weights and biases by the stem of their names.
 *
 * @throws KpropError `bad-network`, naming what has no place
 */
export function pairByStem(tensors: readonly NamedTensor[]): Group[] {
  const pairs = new Map<string, Pair>();
  for (const stored of tensors) {
    const name = parseName(stored.name);
    const tensor = name.role === "bias" ? asVector(stored) : stored;
    const role = tensor.shape.length === 2 ? "weight" : "bias";
    if (name.role !== null && name.role !== role) misshapen(tensor, name.role);
    const pair = pairs.get(name.stem) ?? { name, weight: null, bias: null };
    const other = pair[role];
    if (other) badNetwork(`${describe(other)} and ${describe(tensor)} claim the same place`);
    pair[role] = tensor;
    pairs.set(name.stem, pair);
  }
  return [...pairs.values()].map(({ name, weight, bias }) => {
    if (!weight) return withoutWeight(bias!, name);
    return { name, layer: { weight, bias } };
  });
}

/** A bias may be stored as a single number, a row or a column. Its data, which may be packed, are not asked for. */
function asVector(tensor: NamedTensor): NamedTensor {
  const { name, shape } = tensor;
  if (shape.length === 1 || (shape.length === 2 && !shape.includes(1))) return tensor;
  return {
    name,
    shape: [shape.reduce((product, n) => product * n, 1)],
    get data() {
      return tensor.data;
    },
  };
}

function misshapen(tensor: NamedTensor, role: "weight" | "bias"): never {
  if (role === "bias") return badNetwork(`${describe(tensor)} is called a bias, but its shape is a weight's`);
  const one = `a layer's weight has two, [1, ${tensor.shape[0]}] where it has one output`;
  return badNetwork(
    `${describe(tensor)} is called a weight, but has one dimension: ${one}; normalisations and PReLU are not read`,
  );
}

function withoutWeight(tensor: NamedTensor, { role }: ParsedName): never {
  if (role === "bias") return badNetwork(`${describe(tensor)} is a bias without a weight`);
  const isMean = /(^|[^a-z])mean$/i.test(tensor.name);
  const advice = isMean
    ? `, or call it ${show("input.mean")} if it is the mean of the input distribution`
    : "";
  return badNetwork(
    `${describe(tensor)} is no layer's bias: leave it out of the file, if the network does without it${advice}`,
  );
}
