/** What a thread runs: it answers requests one after the other, in their order. Bundled by scripts/build.mjs. */
import { runSharedJob, type SharedJob } from "../estimate/shared-job.ts";
import { SampleJob, type SampleRange, type SampleStart } from "../sampling/shared-job.ts";
import { runSplitJob, type SplitJob } from "../tail/splitting/job.ts";
import { encodeError } from "../threads/encoded-error.ts";
import type { Answer } from "../threads/team.ts";

interface Port {
  postMessage(message: Answer, transfer: readonly ArrayBuffer[]): void;
  onmessage: ((event: { data: Request | Abort }) => void) | null;
}

type Request = SharedJob | SampleStart | SampleRange | SplitJob;
/** To leave off sampling; what is asked already is answered with an error. */
interface Abort {
  readonly kind: "abort";
}

const port = ownPort();
let turn: Promise<void> = Promise.resolve();
let sampling: SampleJob | null = null;
let aborted = new AbortController();

port.onmessage = ({ data }) => {
  if (data.kind === "abort") aborted.abort();
  else turn = turn.then(() => respond(data));
};
port.postMessage({ kind: "ready" }, []);

/** A web worker is its own port; one of Node's has it from the module that made it. */
function ownPort(): Port {
  if (typeof postMessage === "function") return globalThis as unknown as Port;
  return process.getBuiltinModule("node:worker_threads").parentPort as unknown as Port;
}

async function respond(request: Request): Promise<void> {
  try {
    const { result, transfer } = await answer(request);
    port.postMessage({ kind: "result", result }, transfer);
  } catch (error) {
    port.postMessage({ kind: "error", error: encodeError(error) }, []);
  }
}

async function answer(request: Request): Promise<{ result: unknown; transfer: readonly ArrayBuffer[] }> {
  switch (request.kind) {
    case "estimate":
      sampling = null;
      return { result: await runSharedJob(request), transfer: [] };
    case "sample-start":
      aborted = new AbortController();
      sampling = await SampleJob.start(request);
      return { result: null, transfer: [] };
    case "split":
      sampling = null;
      aborted = new AbortController();
      return { result: await runSplitJob(request, aborted.signal), transfer: [] };
    case "sample-range": {
      const records = await sampling!.run(request, aborted.signal);
      return { result: records, transfer: [records.data.buffer] };
    }
  }
}
