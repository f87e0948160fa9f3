import { batch, computed, effect, signal, untracked } from "@preact/signals";
import type { Dtype } from "kprop";
import { isPlannable, METHODS, methodKey } from "../model/methods.ts";
import { Cancelled, failureOf } from "../protocol/client.ts";
import type { Failure, MethodCost } from "../protocol/jobs.ts";
import type { FileSpec, NetworkSpec, NetworkSummary } from "../protocol/network-spec.ts";
import { view } from "./view.ts";
import { planner, reader } from "./workers.ts";

/** A file that was read; null: the network is drawn. */
export const file = signal<FileSpec | null>(null);

const drawn = computed(() => JSON.stringify(view.value.network));
const dtype = computed(() => view.value.dtype);
/** The same object while the network is the same. */
export const spec = computed<NetworkSpec>(() => file.value ?? JSON.parse(drawn.value));

/** What `spec` turned out to be; null until it is known. */
export const summary = signal<NetworkSummary | null>(null);
/** Why the network that was asked for last cannot be had. */
export const failure = signal<Failure | null>(null);
/** Of `spec`, by method. */
export const costs = signal<ReadonlyMap<string, MethodCost>>(new Map());
/** Whether no more costs will come. */
export const planned = signal(false);

effect(() => {
  const [network, type] = [spec.value, dtype.value];
  untracked(() => void load(network, type));
});

async function load(network: NetworkSpec, type: Dtype): Promise<void> {
  batch(() => {
    summary.value = null;
    costs.value = new Map();
    planned.value = false;
  });
  try {
    const found = await planner.run("open", { network });
    batch(() => {
      summary.value = found;
      failure.value = null;
    });
    const widest = Math.max(...found.layers.map(({ outputs }) => outputs));
    const methods = METHODS.filter((method) => isPlannable(method, widest));
    await planner.run("costs", { network, methods, dtype: type, cumulants: false }, (cost) => {
      costs.value = new Map(costs.value).set(methodKey(cost.method), cost);
    });
    planned.value = true;
  } catch (error) {
    if (!(error instanceof Cancelled)) failure.value = failureOf(error);
  }
}

/** Takes a file's network, or says why it cannot; then the network stays what it was. */
export async function openFile(candidate: FileSpec): Promise<void> {
  try {
    await reader.run("open", { network: candidate });
    file.value = candidate;
  } catch (error) {
    if (!(error instanceof Cancelled)) failure.value = failureOf(error);
  }
}
