import { Refusal } from "./refusal.ts";

/**
 * The request's body, cut off where it passes the limit: its length may be missing, as of a chunked body, or a lie.
 *
 * @throws Refusal 413
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLong(limit);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > limit) throw tooLong(limit);
    chunks.push(chunk);
  }
  return joined(chunks, length);
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function tooLong(limit: number): Refusal {
  return new Refusal(413, "body-too-large", `the body is longer than ${limit} bytes`);
}
