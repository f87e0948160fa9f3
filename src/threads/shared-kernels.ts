import { instantiateModule, KEPT_BYTES, type Kernels } from "../backend/instance.ts";
import type { Team } from "./team.ts";
import { Told } from "./told.ts";

/** Kernels on memory that threads share. */
export interface SharedKernels {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

const told = new Told(1);
/** Numbers of pairs of a memory and a module on it. */
const ids = new WeakMap<WebAssembly.Memory, Map<WebAssembly.Module, number>>();
let idsSoFar = 0;

/** What to tell a thread of kernels: null if it has them from last time. It keeps none on large memory, which is given back. */
export function toTellKernels(team: Team, thread: number, kernels: SharedKernels): SharedKernels | null {
  const { module, memory } = kernels;
  const modules = ids.get(memory) ?? new Map<WebAssembly.Module, number>();
  const id = modules.get(module) ?? idsSoFar++;
  ids.set(memory, modules.set(module, id));
  return told.tell(team, thread, id) && isKept(memory) ? null : kernels;
}

/** Has a team told again of the kernels that it uses next. */
export function forgetKernels(team: Team): void {
  told.forget(team);
}

let last: Kernels | null = null;

/** In a thread: an instance of the kernels that it is told of. */
export async function sharedKernelsOf(kernels: SharedKernels | null): Promise<Kernels> {
  if (kernels === null) return last!;
  last = null;
  const instance = await instantiateModule(kernels.module, kernels.memory);
  last = isKept(kernels.memory) ? instance : null;
  return instance;
}

function isKept(memory: WebAssembly.Memory): boolean {
  return memory.buffer.byteLength <= KEPT_BYTES;
}
