import { describe, expect, it } from "vitest";
import { Control, Stopped } from "../../src/threads/control.ts";
import { takeTasks } from "../../src/threads/take.ts";

/** 3 waits for 0, 1 for nothing. */
const TASKS = [{ after: [] }, { after: [] }, { after: [1] }, { after: [0] }];

function taken(control: Control, during = (_task: number) => {}): number[] {
  const done: number[] = [];
  takeTasks(TASKS, control, (task) => {
    during(task);
    done.push(task);
  });
  return done;
}

describe("tasks", () => {
  it("are done once each, those that go on from the last one first", () => {
    const control = new Control(TASKS.length);
    expect(taken(control)).toEqual([0, 3, 1, 2]);
    expect(control.countDone()).toBe(4);
    expect(taken(control)).toEqual([]);
  });

  it("that another thread has taken are left to it", () => {
    const control = new Control(TASKS.length);
    const other = new Control(control.buffer);
    expect(other.claim(1)).toBe(true);
    expect(control.claim(1)).toBe(false);
    const finish = (task: number) => {
      if (task === 3) other.finish(1);
    };
    expect(taken(control, finish)).toEqual([0, 3, 2]);
    expect(control.countDone()).toBe(4);
  });

  it("are left off when somebody says stop", () => {
    const control = new Control(TASKS.length);
    const stop = () => new Control(control.buffer).stop();
    expect(() => taken(control, stop)).toThrow(Stopped);
    expect([0, 1, 2, 3].map((task) => control.isFinished(task))).toEqual([true, false, false, false]);
    expect(() => control.countDone()).toThrow(Stopped);
    control.waitWhile(1);
  });
});
