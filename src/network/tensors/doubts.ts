import { show } from "../fail.ts";
import type { Group } from "./group.ts";

/** Why layers that are read one after the other may stand otherwise in the network, which names alone do not tell. */
export interface Doubt {
  readonly message: string;
  /** The names all but say so. */
  readonly serious: boolean;
}

/** Numbered words for what gets the same input as its neighbours: what they give is not what the next takes. */
const SIDE_BY_SIDE: ReadonlySet<string> = new Set([
  ...["models", "ensemble", "ensembles", "member", "members", "heads", "expert", "experts"],
  ...["branch", "branches", "tower", "towers", "actors", "critics", "policies"],
]);

/** Words for layers whose input is added to their output. */
const RESIDUAL: ReadonlySet<string> = new Set([
  ...["residual", "residuals", "resblock", "resblocks", "resnet", "skip", "shortcut"],
]);

/** Words for layers that often are residual. */
const BLOCKS: ReadonlySet<string> = new Set(["block", "blocks"]);

const INSIST = `pass the activations as a list, one for each layer`;

/** What is doubtful about reading a series, layers whose names differ in numbers only, as one layer after the other. */
export function doubtsOf(series: readonly Group[]): Doubt[] {
  const words = series[0]!.name.pattern.split(".");
  const counting = countingWords(series, words);
  const ends = `${show(series[0]!.layer.weight.name)} to ${show(series.at(-1)!.layer.weight.name)}`;
  const apart = counting.find((word) => SIDE_BY_SIDE.has(word));
  if (apart !== undefined) {
    const message = `${ends} are called ${apart}, which stand side by side: save one of them alone, or, if each feeds the next, ${INSIST}`;
    return [{ message, serious: true }];
  }
  const adding = series.length > 1 ? words.find((word) => RESIDUAL.has(word)) : undefined;
  if (adding !== undefined) {
    const message = `${ends} are called ${adding}: networks that add a layer's input to its output are not read; if these do not, ${INSIST}`;
    return [{ message, serious: true }];
  }
  if (counting.length < 2 && !counting.some((word) => BLOCKS.has(word))) return [];
  const message = `${ends} are read as one layer after the other, as they are numbered: the file does not say whether some stand side by side, or add their input to their output`;
  return [{ message, serious: false }];
}

/** The words before those numbers that are not the same in all names. */
function countingWords(series: readonly Group[], words: readonly string[]): string[] {
  const first = series[0]!.name.numbers;
  const places = words.flatMap((word, at) => (word === "#" ? [at] : []));
  const differs = first.map((number, k) => series.some(({ name }) => name.numbers[k] !== number));
  return places.filter((_, k) => differs[k]).map((at) => words[at - 1] ?? "");
}

/** What is doubtful about going on from one series to the next. */
export function doubtsBetween(before: readonly Group[], after: readonly Group[]): Doubt[] {
  if (before.length < 2 || after.length < 2) return [];
  const names = `${show(before.at(-1)!.layer.weight.name)} and ${show(after[0]!.layer.weight.name)}`;
  const message = `${names} are read with an activation between them, as other layers have: if there is none, ${INSIST}, with "identity" there`;
  return [{ message, serious: false }];
}
