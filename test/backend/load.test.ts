import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { KernelSource } from "../../src/backend/load.ts";
import { sameBits } from "../support/bits.ts";

const bytes = await readFile("dist/kernels.wasm");
/** Too short to be compiled, and whole but other kernels. */
const [cut, strange] = [bytes.subarray(0, 1000), await readFile("build/kernels-scalar.wasm")];
let server: Server;
let base: string;

beforeAll(async () => {
  const answers: Record<string, [string, Uint8Array]> = {
    "/kernels.wasm": ["application/wasm", bytes],
    "/plain": ["text/plain", bytes],
    "/page": ["text/html", Buffer.from("<p>no such thing")],
  };
  server = createServer(({ url }, response) => {
    const answer = answers[url!];
    response.writeHead(answer ? 200 : 404, { "content-type": answer?.[0] ?? "text/plain" }).end(answer?.[1]);
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  base = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

/** A library that has compiled nothing yet. */
async function fresh() {
  vi.resetModules();
  return {
    ...(await import("../../src/index.ts")),
    ...(await import("../../src/backend/kernels.ts")),
  };
}

const SOURCES: Record<string, () => KernelSource | Promise<KernelSource>> = {
  "a module": () => new WebAssembly.Module(bytes),
  "part of a buffer": () => bytes,
  "a buffer": () => Uint8Array.from(bytes).buffer,
  "a URL": () => new URL(`${base}/kernels.wasm`),
  "a URL as text": () => `${base}/kernels.wasm`,
  "a response": () => fetch(`${base}/kernels.wasm`),
  "a response of another type": () => fetch(`${base}/plain`),
};

describe("loadKernels", () => {
  it.each(Object.entries(SOURCES))("takes %s, compiles no other, and changes no bit", async (_, source) => {
    const [own, loaded] = [await fresh(), await fresh()];
    const net = await own.randomNetwork({ width: 20, depth: 2, seed: 1 });
    await loaded.loadKernels(await source());
    const compiling = [vi.spyOn(WebAssembly, "compile"), vi.spyOn(WebAssembly, "validate")];
    const got = await loaded.estimate(net);
    for (const spy of compiling) expect(spy).not.toHaveBeenCalled();
    expect(sameBits(got.output.mean, (await own.estimate(net)).output.mean)).toBe(true);
  });

  it("compiles while bytes arrive", async () => {
    const streaming = vi.spyOn(WebAssembly, "compileStreaming");
    await (await fresh()).loadKernels(`${base}/kernels.wasm`);
    expect(streaming).toHaveBeenCalledOnce();
  });

  it("touches no network for the kernels of its own", async () => {
    const fetching = vi.spyOn(globalThis, "fetch");
    const library = await fresh();
    await library.loadKernels();
    library.loadKernelsSync();
    await library.sample(await library.randomNetwork({ width: 4, depth: 1, seed: 1 }), { samples: 4 });
    expect(fetching).not.toHaveBeenCalled();
  });

  it.each<[string, () => KernelSource, string, RegExp]>([
    ["what is not there", () => `${base}/missing`, "bad-file", /could be fetched from .*missing: 404/],
    ["a server that is not there", () => "http://localhost:1/", "bad-file", /could be fetched from/],
    ["a page", () => `${base}/page`, "bad-file", /not the kprop\/kernels.wasm of this version/],
    ["half of the bytes", () => cut, "bad-file", /not the kprop\/kernels.wasm/],
    ["other kernels", () => strange, "bad-file", /not the kprop\/kernels.wasm of this version/],
    ["another module", () => new WebAssembly.Module(strange), "bad-file", /not the kprop\/kernels.wasm/],
    ["a number", () => 5 as never, "bad-option", /module, bytes, a Response or a URL/],
  ])("refuses %s", async (_, source, code, message) => {
    const { loadKernels } = await fresh();
    await expect(loadKernels(source())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});

describe("loadKernelsSync", () => {
  it.each([
    ["its own", undefined],
    ["bytes", bytes],
    ["a module", new WebAssembly.Module(bytes)],
  ])("with %s leaves nothing to compile", async (_, source) => {
    const library = await fresh();
    library.loadKernelsSync(source);
    const compiling = vi.spyOn(WebAssembly, "compile");
    const net = await library.randomNetwork({ width: 4, depth: 1, seed: 1 });
    expect((await library.estimate(net)).output.mean.length).toBe(4);
    expect(compiling).not.toHaveBeenCalled();
  });

  it("refuses other kernels", async () => {
    const { loadKernelsSync } = await fresh();
    expect(() => loadKernelsSync(strange)).toThrow("not the kprop/kernels.wasm of this version");
  });
});

describe("where the runtime has no SIMD", () => {
  it("the scalar kernels take the place of what was loaded", async () => {
    const { compiledKernels, loadKernels, loadKernelsSync } = await fresh();
    const { validate } = WebAssembly;
    vi.spyOn(WebAssembly, "validate").mockImplementation(
      (module) => module.byteLength === strange.length && validate(module),
    );
    loadKernelsSync();
    await loadKernels(bytes);
    await loadKernels(`${base}/kernels.wasm`);
    expect((await compiledKernels("strict")).build).toBe("scalar");
  });

  it("and no other WebAssembly either, the first call says so", async () => {
    vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
    const { randomNetwork } = await fresh();
    await expect(randomNetwork({ width: 4, depth: 1 })).rejects.toMatchObject({
      code: "unsupported-runtime",
      message: "this runtime has no WebAssembly that the kernels could run on",
    });
  });
});

describe("where nothing may be compiled", () => {
  const refuse = () => {
    throw new WebAssembly.CompileError("refused by policy");
  };

  it("the first call says what to do", async () => {
    vi.spyOn(WebAssembly, "compile").mockImplementation(refuse);
    const { randomNetwork } = await fresh();
    await expect(randomNetwork({ width: 4, depth: 1 })).rejects.toMatchObject({
      code: "unsupported-runtime",
      message: expect.stringContaining("'wasm-unsafe-eval'"),
    });
  });

  it("a module does, in one thread where threads would share memory, and with all for sampling", async () => {
    const library = await fresh();
    await library.loadKernels(new WebAssembly.Module(bytes));
    const net = await library.randomNetwork({ width: 250, depth: 4, seed: 1 });
    vi.spyOn(WebAssembly, "compile").mockImplementation(refuse);
    const engine = new library.Engine();
    const options = { order: 3, ladder: false, threads: 2, engine } as const;
    expect(library.plan(net, options).threads).toBe(2);
    const [estimate, sample] = [
      await library.estimate(net, options),
      await library.sample(net, { samples: 2000, threads: 2, engine }),
    ];
    engine.dispose();
    expect([estimate.threads, sample.threads]).toEqual([1, 2]);
  });
});
