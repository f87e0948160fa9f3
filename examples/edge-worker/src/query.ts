import type { MethodOptions, ReadOptions } from "kprop";
import { Refusal } from "./refusal.ts";

/** What a query asks for. The values are whatever was written there: the library checks them. */
export interface Query {
  readonly read: ReadOptions;
  readonly method: MethodOptions;
}

const NAMES = ["order", "kind", "dtype", "activation"];

/** @throws Refusal 400 for a parameter that there is not, or that is there twice */
export function parseQuery(parameters: URLSearchParams): Query {
  const given: Record<string, string> = {};
  for (const [name, value] of parameters) {
    if (!NAMES.includes(name)) throw bad(`no parameter ${JSON.stringify(name)}; known: ${NAMES.join(", ")}`);
    if (name in given) throw bad(`the parameter ${name} is given twice`);
    given[name] = value;
  }
  const { order, activation, ...method } = given;
  return {
    read: activation === undefined ? {} : { activation },
    method: {
      ...method,
      ...(order !== undefined && { order: /^\d$/.test(order) ? Number(order) : order }),
    } as MethodOptions,
  };
}

function bad(message: string): Refusal {
  return new Refusal(400, "bad-option", message);
}
