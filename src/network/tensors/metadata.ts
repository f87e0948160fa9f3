import { badFile, show } from "../fail.ts";
import { parseJson } from "../strict-json.ts";

/** What a file's metadata say about the layers; undefined: nothing. */
export interface Recorded {
  /** Names or other specifications, not looked up yet. */
  readonly activations: readonly unknown[] | undefined;
  readonly weightVariances: readonly number[] | undefined;
}

/**
 * Reads the metadata that describe a network: `activations`, a JSON list, and `w_var`, a JSON list of one
 * weight variance (times fan_in) a linear layer. Other keys are left alone.
 *
 * @throws KpropError `bad-file`: malformed, or not one variance a layer
 */
export function readMetadata(metadata: ReadonlyMap<string, string>, layers: number): Recorded {
  const variances = jsonList(metadata, "w_var");
  if (variances && (variances.length !== layers || !variances.every(isVariance))) {
    badFile(`metadata w_var is ${show(variances)}; expected ${layers} non-negative numbers, one a layer`);
  }
  return {
    activations: jsonList(metadata, "activations"),
    weightVariances: variances as readonly number[] | undefined,
  };
}

function jsonList(metadata: ReadonlyMap<string, string>, key: string): readonly unknown[] | undefined {
  const text = metadata.get(key);
  if (text === undefined) return undefined;
  const value = parseJson(text, `metadata ${key}`);
  if (!Array.isArray(value)) badFile(`metadata ${key} is ${show(value)}; expected a JSON list`);
  return value as unknown[];
}

function isVariance(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
