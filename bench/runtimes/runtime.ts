/** What code runs in, as far as it can tell. */
export interface Runtime {
  /** "Node", "Deno", "Bun", or the browser's name. */
  readonly runtime: string;
  readonly version: string;
  /** "V8 11.3.244.8"; without a version where the runtime tells none. */
  readonly engine: string;
  /** "linux x64" or, in a browser, what it says of the system. */
  readonly platform: string;
}

/** The runtime that this is called in. */
export function thisRuntime(): Runtime {
  const { process, navigator } = globalThis as { process?: ProcessLike; navigator?: { userAgent: string } };
  return process?.versions?.node === undefined ? browser(navigator?.userAgent ?? "") : program(process);
}

/** What Node, Deno and Bun have in common. */
export interface ProcessLike {
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly arch: string;
}

export function program({ versions, platform, arch }: ProcessLike): Runtime {
  const { node, deno, bun, v8 } = versions;
  const [runtime, version] = deno ? ["Deno", deno] : bun ? ["Bun", bun] : ["Node", node!];
  // Bun names the V8 whose interface it imitates.
  const engine = bun ? "JavaScriptCore" : `V8 ${v8!.replace(/-.*/, "")}`;
  return { runtime, version, engine, platform: `${platform} ${arch}` };
}

/** In the order to look in: a browser names those that it wants to be taken for after itself or not at all. */
const BROWSERS = [
  { pattern: /Firefox\/([\d.]+)/, runtime: "Firefox", engine: "SpiderMonkey" },
  { pattern: /Edg\/([\d.]+)/, runtime: "Edge", engine: "V8" },
  { pattern: /Chrome\/([\d.]+)/, runtime: "Chromium", engine: "V8" },
  { pattern: /Version\/([\d.]+).* Safari/, runtime: "Safari", engine: "JavaScriptCore" },
];

export function browser(userAgent: string): Runtime {
  const platform = /\(([^)]*)\)/.exec(userAgent)?.[1] ?? "unknown";
  for (const { pattern, runtime, engine } of BROWSERS) {
    const version = pattern.exec(userAgent)?.[1];
    // Zeros are what privacy leaves of it.
    if (version) return { runtime, version: version.replace(/(\.0)+$/, ""), engine, platform };
  }
  return { runtime: "unknown", version: "", engine: "unknown", platform };
}
