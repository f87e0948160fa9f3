/** What a thread runs: it answers requests one after the other, in their order. Bundled by scripts/build.mjs. */
import { KpropError } from "../errors.ts";
import { runSharedJob, type SharedJob } from "../estimate/shared-job.ts";
import { SampleJob, type SampleRange, type SampleStart } from "../sampling/shared-job.ts";
import { runSplitJob, type SplitJob } from "../tail/splitting/job.ts";
import { encodeError } from "../threads/encoded-error.ts";
import type { Answer } from "../threads/team.ts";

interface Port {
  postMessage(message: Answer, transfer: readonly ArrayBuffer[]): void;
  onmessage: ((event: { data: Request | Abort }) => void) | null;
  onmessageerror: (() => void) | null;
}

type Request = SharedJob | SampleStart | SampleRange | SplitJob;
/** To leave off sampling: what was asked before and is not answered yet is answered with an error. */
interface Abort {
  readonly kind: "abort";
}

const port = ownPort();
let turn: Promise<void> = Promise.resolve();
let sampling: SampleJob | null = null;
/** Of what has been asked since the last abort. */
let asked = new AbortController();

port.onmessage = ({ data }) => {
  if (data.kind === "abort") {
    asked.abort();
    asked = new AbortController();
    return;
  }
  const { signal } = asked;
  turn = turn.then(() => respond(() => answer(data, signal)));
};
port.onmessageerror = () => {
  turn = turn.then(() => respond(unreadable));
};
port.postMessage({ kind: "ready" }, []);

/** A web worker is its own port; one of Node's has it from the module that made it. */
function ownPort(): Port {
  if (typeof postMessage === "function") return globalThis as unknown as Port;
  return process.getBuiltinModule("node:worker_threads").parentPort as unknown as Port;
}

type Answered = { readonly result: unknown; readonly transfer: readonly ArrayBuffer[] };

async function respond(find: () => Promise<Answered>): Promise<void> {
  try {
    const { result, transfer } = await find();
    port.postMessage({ kind: "result", result }, transfer);
  } catch (error) {
    port.postMessage({ kind: "error", error: encodeError(error) }, []);
  }
}

/** Every request is answered, one that the runtime cannot read as well. */
async function unreadable(): Promise<never> {
  throw new KpropError("unsupported-runtime", "this runtime does not hand a request on to its threads");
}

async function answer(request: Request, signal: AbortSignal): Promise<Answered> {
  switch (request.kind) {
    case "estimate":
      sampling = null;
      return { result: await runSharedJob(request), transfer: [] };
    case "sample-start":
      sampling = null;
      sampling = await SampleJob.start(request);
      return { result: null, transfer: [] };
    case "split":
      sampling = null;
      return { result: await runSplitJob(request, signal), transfer: [] };
    case "sample-range": {
      if (sampling === null) throw new Error("no sampling has been started");
      const records = await sampling.run(request, signal);
      return { result: records, transfer: [records.data.buffer] };
    }
  }
}
