/** What tests ask of a worker that workerd.mjs has started. */
import assert from "node:assert/strict";
import { connect } from "node:net";

/** No answer may take longer, in milliseconds: a backstop, since bounds are in bytes and in steps. */
const PATIENCE = 60_000;

export const HEAD = "POST / HTTP/1.1\r\nhost: edge\r\ncontent-type: application/octet-stream\r\n";

export function clientOf(workerd) {
  async function ask(path, init = {}, socket = "usual") {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(`http://127.0.0.1:${workerd.ports[socket]}${path}`, { signal, ...init });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  const post = (body, query = "", socket = "usual") => {
    const headers = { "content-type": "application/octet-stream" };
    return ask(`/${query}`, { method: "POST", headers, body, duplex: "half" }, socket);
  };

  /** Sends what was written by hand and nothing more; what comes back, until the body of the answer is there or it is closed. */
  function raw(parts, socket = "usual") {
    const { answer, leave } = open(parts, socket);
    return answer.finally(leave);
  }

  /** The same, for who wants to leave earlier. */
  function open(parts, socket = "usual") {
    const connection = connect(workerd.ports[socket], "127.0.0.1");
    for (const part of [parts].flat()) connection.write(part);
    const answer = new Promise((resolve, reject) => {
      let text = "";
      connection.setTimeout(PATIENCE, () => reject(new Error("no answer")));
      connection.on("data", (data) => {
        text += data;
        if (isWhole(text)) resolve(text);
      });
      connection.on("close", () => resolve(text));
      connection.on("error", () => {});
    });
    return { answer, leave: () => connection.destroy() };
  }

  return { ask, post, raw, open };
}

function isWhole(text) {
  const end = text.indexOf("\r\n\r\n");
  const [, length] = /content-length: (\d+)/i.exec(text) ?? [];
  return end >= 0 && text.length >= end + 4 + Number(length ?? 0);
}

/** That the answer is a refusal of such status and code; its message is short and has nothing in it that does not print. */
export async function refuses(asked, status, code, message = /./) {
  const { status: got, body } = await asked;
  const seen = JSON.stringify(body).slice(0, 400);
  assert.deepEqual({ status: got, code: body.error?.code }, { status, code }, seen);
  assert.match(body.error.message, message);
  assert.ok(body.error.message.length <= 301, seen);
  assert.doesNotMatch(body.error.message, /[\p{C}\p{Zl}\p{Zp}]/u);
}

/** The same of what came back for a request written by hand. */
export function refusesRaw(asked, status, code) {
  const parsed = asked.then((text) => ({
    status: Number(text.slice(9, 12)),
    body: JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4)),
  }));
  return refuses(parsed, status, code);
}
