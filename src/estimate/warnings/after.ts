/** What an estimate asks of its results, loaded after all that computes. */
export { compared } from "../expected-error.ts";
export { finiteResult } from "../finite-result.ts";
export { foldedOf } from "../folded.ts";
export { collectWarnings } from "./collect.ts";
export { isUnreliable } from "./warning.ts";
