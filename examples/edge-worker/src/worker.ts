import { readNetwork } from "kprop";
import { readBody } from "./body.ts";
import { affordablePlan } from "./guard.ts";
import type { Held } from "./held.ts";
import { estimateInTurn, prepareInTurn } from "./lanes.ts";
import { type Bindings, type Limits, limitsOf } from "./limits.ts";
import { checkMediaType } from "./media-type.ts";
import { printable } from "./printable.ts";
import { parseQuery, type Query } from "./query.ts";
import { failure, Refusal } from "./refusal.ts";

/** The runtime's: keeps what was begun alive when its client has gone. */
interface Context {
  waitUntil(work: Promise<unknown>): void;
}

export default {
  fetch(request: Request, bindings: Bindings, context: Context): Promise<Response> {
    const answered = answer(request, bindings).then((result) => Response.json(result), failure);
    context.waitUntil(answered);
    return answered;
  },
};

async function answer(request: Request, bindings: Bindings): Promise<object> {
  const limits = limitsOf(bindings);
  const { pathname, searchParams } = addressOf(request);
  if (pathname !== "/") throw new Refusal(404, "not-found", `there is nothing at ${pathname}`);
  if (request.method === "GET") return { limits };
  if (request.method !== "POST") {
    throw new Refusal(405, "bad-method", `no ${request.method} here`, { allow: "GET, POST" });
  }
  checkMediaType(request.headers.get("content-type"));
  const query = parseQuery(searchParams);
  const body = await readBody(request, limits);
  try {
    return await answerBody(body, query, limits);
  } finally {
    body.release();
  }
}

/** The address holds whatever the client calls the host. */
function addressOf(request: Request): URL {
  try {
    return new URL(request.url);
  } catch {
    throw new Refusal(400, "bad-address", "the host and path of the request make no URL");
  }
}

async function answerBody(body: Held, { read, method }: Query, limits: Limits): Promise<object> {
  const { network, cost } = await prepareInTurn(async () => {
    const network = await readNetwork(body.bytes, { ...read, format: "safetensors" });
    body.drop();
    return { network, cost: affordablePlan(network, method, limits) };
  });
  const result = await estimateInTurn(network, method, cost, limits);
  const { output, order, kind, dtype, flops, bytes, unreliable, seconds } = result;
  const warnings = result.warnings.map(({ message, ...warning }) => ({
    ...warning,
    message: printable(message),
  }));
  return { order, kind, dtype, mean: [...output.mean], flops, bytes, warnings, unreliable, seconds };
}
