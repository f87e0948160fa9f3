import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TYPES = {
  ...{ ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript" },
  ...{ ".wasm": "application/wasm", ".css": "text/css", ".svg": "image/svg+xml" },
};
/** What makes a page isolated from other origins, so that its threads can share memory and its clock is finer. */
export const ISOLATION = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** The project's files on a free local port; `report` is what a page posts. */
export class Site {
  #server = createServer((request, response) => this.#answer(request, response));
  #headers;
  #reported;
  report = new Promise((resolve) => {
    this.#reported = resolve;
  });

  /** Pages come with these headers. */
  constructor(headers) {
    this.#headers = headers;
  }

  /** Starts to serve; the address. */
  async open() {
    await new Promise((resolve) => {
      this.#server.listen(0, "localhost", resolve);
    });
    return `http://localhost:${this.#server.address().port}`;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request, response) {
    if (request.method === "POST") {
      this.#reported(JSON.parse(await text(request)));
      response.writeHead(204).end();
      return;
    }
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    try {
      const body = await readFile(join(ROOT, path));
      response.writeHead(200, { ...this.#headers, "content-type": type }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  }
}
