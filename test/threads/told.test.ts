import { describe, expect, it } from "vitest";
import { sharedKernels } from "../../src/backend/kernels.ts";
import { toTellKernels } from "../../src/threads/shared-kernels.ts";
import { Team } from "../../src/threads/team.ts";
import { Told } from "../../src/threads/told.ts";

function sharedMemory(pages: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

describe("what threads have been told", () => {
  it("is known by those threads, until other things have been told", () => {
    const [told, team] = [new Told(2), new Team()];
    expect([1, 1, 2, 1].map((id) => told.tell(team, 0, id))).toEqual([false, true, false, true]);
    expect(told.tell(team, 1, 1)).toBe(false);
    expect(told.tell(new Team(), 0, 1)).toBe(false);
    expect([3, 2, 3].map((id) => told.tell(team, 0, id))).toEqual([false, false, true]);
    told.forget(team);
    expect([3, 3].map((id) => told.tell(team, 0, id))).toEqual([false, true]);
  });

  it("is kernels on memory that is kept, but not on large memory", async () => {
    const module = (await sharedKernels("strict"))!;
    const team = new Team();
    const small = { module, memory: sharedMemory(1) };
    const [first, again] = [toTellKernels(team, 0, small), toTellKernels(team, 0, small)];
    expect([first, again]).toEqual([small, null]);
    const large = { module, memory: sharedMemory(1025) };
    expect([toTellKernels(team, 0, large), toTellKernels(team, 0, large)]).toEqual([large, large]);
    expect(toTellKernels(team, 0, small)).toBe(small);
  });
});
