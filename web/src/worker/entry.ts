/** What the page's workers run. */
import type { Call, JobName, Jobs, Reply } from "../protocol/jobs.ts";
import { costs } from "./costs.ts";
import { failureOf } from "./failure.ts";
import { inside } from "./inside.ts";
import { open } from "./open.ts";
import { race } from "./race.ts";
import { spectrum } from "./spectrum.ts";
import { speed } from "./speed.ts";
import { splitting } from "./splitting.ts";
import { tails } from "./tails.ts";
import { startThreads } from "./threads.ts";

type Handler<N extends JobName> = (
  request: Jobs[N]["request"],
  tell: (event: Jobs[N]["event"]) => void,
) => Promise<Jobs[N]["result"]>;

const HANDLERS: { [N in JobName]: Handler<N> } = {
  ...{ open, costs, speed, race, inside, spectrum, tails, splitting },
  benchmark: async (request, tell) => (await import("./benchmark.ts")).benchmark(request, tell),
};

const scope = self as unknown as Pick<Worker, "onmessage" | "postMessage">;

scope.onmessage = ({ data }: MessageEvent<Call>) =>
  data.name === "begin" ? begin() : answer(data.name, data.request);

async function begin(): Promise<void> {
  await startThreads();
  post({ type: "begun" });
}

async function answer<N extends JobName>(name: N, request: Jobs[N]["request"]): Promise<void> {
  try {
    const result = await HANDLERS[name](request, (event) => post({ type: "event", event }));
    post({ type: "result", result });
  } catch (error) {
    post({ type: "error", error: failureOf(error) });
  }
}

function post(reply: Reply): void {
  scope.postMessage(reply);
}
