import { estimate, readNetwork } from "kprop";
import { readBody } from "./body.ts";
import { affordablePlan } from "./guard.ts";
import { type Bindings, limitsOf } from "./limits.ts";
import { parseQuery } from "./query.ts";
import { failure, Refusal } from "./refusal.ts";
import { inTurn } from "./turn.ts";

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
  const { pathname, searchParams } = new URL(request.url);
  if (pathname !== "/") throw new Refusal(404, "not-found", `there is nothing at ${pathname}`);
  if (request.method === "GET") return { limits };
  if (request.method !== "POST") {
    throw new Refusal(405, "bad-method", `no ${request.method} here`, { allow: "GET, POST" });
  }
  checkType(request.headers.get("content-type"));
  const query = parseQuery(searchParams);
  const body = await readBody(request, limits.bodyBytes);
  return inTurn(async () => {
    const network = await readNetwork(body, { ...query.read, format: "safetensors" });
    affordablePlan(network, query.method, limits);
    const { output, order, kind, dtype, flops, bytes, warnings, unreliable, seconds } = await estimate(
      network,
      // What a look at samples costs no plan says, and limits are on what plans say.
      { ...query.method, check: false },
    );
    return { order, kind, dtype, mean: [...output.mean], flops, bytes, warnings, unreliable, seconds };
  });
}

/** safetensors has no media type of its own. */
function checkType(type: string | null): void {
  if (type === null || type.startsWith("application/octet-stream")) return;
  throw new Refusal(415, "bad-type", `the body is ${type}; expected application/octet-stream`);
}
