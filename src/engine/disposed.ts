import { KpropError } from "../errors.ts";

/** What calls are told whose engine has been disposed of, before they began or while they ran. */
export function disposed(): KpropError {
  return new KpropError("disposed", "this engine has been disposed of; make a new one, or give none");
}
