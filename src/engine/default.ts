import { Engine } from "./engine.ts";

let engine: Engine | undefined;

/** What calls run on that name no engine of their own; its threads end a second after the last call. */
export function defaultEngine(): Engine {
  engine ??= new Engine({ retireAfter: 1000 });
  return engine;
}
