import { afterAll, describe, expect, it } from "vitest";
import { Control, Stopped } from "../../src/threads/control.ts";
import { takeTasks } from "../../src/threads/take.ts";
import { randomNumbers } from "../support/random-numbers.ts";
import {
  type Ask,
  type Explored,
  explore,
  type Program,
  type World,
  wander,
} from "./support/interleavings.ts";

type Graph = readonly (readonly number[])[];

/** What each task waits for. */
const GRAPHS = {
  one: [[]],
  two: [[], []],
  chain: [[], [0]],
  join: [[], [], [0, 1]],
};

const LARGER = {
  fork: [[], [0], [0]],
  diamonds: [[], [0], [0], [1, 2], [3], [3], [4, 5]],
  threads: [[], [], [], [0], [1], [2], [3], [4], [5]],
};

/** The control block's words: the state, then one for each task, which is never anything else once it is 2. */
const FIRST = 1;
const FINISHED = 2;

const own = globalThis.Atomics;
afterAll(() => {
  globalThis.Atomics = own;
});

/** Has `Atomics` ask instead, while `work` runs. */
function asking<T>(ask: Ask, work: () => T): T {
  const stand = {
    load: (_: unknown, index: number) => ask("load", index),
    store: (_: unknown, index: number, value: number) => ask("store", index, value),
    add: (_: unknown, index: number, value: number) => ask("add", index, value),
    or: (_: unknown, index: number, value: number) => ask("or", index, value),
    compareExchange: (_: unknown, index: number, from: number, to: number) =>
      ask("compareExchange", index, from, to),
    notify: (_: unknown, index: number, most = Number.POSITIVE_INFINITY) => ask("notify", index, most),
    wait: (_: unknown, index: number, value: number) => ask("wait", index, value),
  };
  globalThis.Atomics = stand as unknown as Atomics;
  try {
    return work();
  } finally {
    globalThis.Atomics = own;
  }
}

/** It falls asleep at once: to look a little longer first is for speed. */
class Sleepy extends Control {
  protected override changesSoon(): boolean {
    return false;
  }
}

type NewControl = new (from: number) => Control;

/** A thread that takes tasks, as src/estimate/shared-job.ts has it; the task `fails`, if there is one, throws. */
function taker(graph: Graph, As: NewControl, fails: number | null): Program {
  const tasks = graph.map((after) => ({ after }));
  return (ask) =>
    asking(ask, () => {
      const control = new As(tasks.length);
      try {
        takeTasks(tasks, control, (task) => {
          ask("act", acts(graph) + task);
          if (task === fails) throw new Failed();
        });
        return "returned";
      } catch (error) {
        if (error instanceof Stopped) return "stopped";
        if (!(error instanceof Failed)) throw error;
        control.stop();
        return "failed";
      }
    });
}

class Failed extends Error {}

/** Behind the control block's words, and one more for a faulty one: how often each task has been done. */
function acts(graph: Graph): number {
  return FIRST + graph.length + 1;
}

interface Scene {
  readonly threads: number;
  readonly as?: NewControl;
  readonly fails?: number;
  /** What may come in between, at any moment. */
  readonly may?: "stop" | "die";
}

function played(graph: Graph, scene: Scene): Explored {
  return explore(worldOf(graph, scene));
}

function worldOf(graph: Graph, scene: Scene): World {
  const { threads, as = Sleepy, fails = null, may } = scene;
  const program = taker(graph, as, fails);
  const stop: Program = (ask) =>
    asking(ask, () => {
      new as(graph.length).stop();
      return "said stop";
    });
  return {
    words: Array.from({ length: acts(graph) + graph.length }, () => 0),
    threads: [...Array.from({ length: threads }, () => program), ...(may ? [stop] : [])],
    lastIsOptional: may !== undefined,
    mayDie: may === "die",
    final: { from: FIRST, value: FINISHED },
    // Each task is done once, when all that it waits for are finished.
    mayAct: (words, index) => {
      const needed = graph[index - acts(graph)]!;
      return words[index] === 0 && needed.every((other) => words[FIRST + other] === FINISHED);
    },
  };
}

const all = Object.entries(GRAPHS);
/** Of which there are not too many ways with three threads, or with one thing more that may happen. */
const small = all.filter(([name]) => name === "one" || name === "chain" || name === "two");

describe("threads that take tasks, whoever acts between any two of their steps", () => {
  it.each(all)("all return in the end: %s, two threads", (_, graph) => {
    const { stuck, ends, moments } = played(graph, { threads: 2 });
    expect(stuck).toBeNull();
    expect([...ends]).toEqual(["returned returned"]);
    expect(moments).toBeGreaterThan(300);
  });

  it("all return in the end: one task, three threads", () => {
    const { stuck, ends } = played(GRAPHS.one, { threads: 3 });
    expect(stuck).toBeNull();
    expect([...ends]).toEqual(["returned returned returned"]);
  });

  it("all return in the end: larger graphs and more threads, drawn at random", () => {
    const random = randomNumbers(1);
    for (const graph of Object.values(LARGER)) {
      for (const threads of [3, 4]) {
        const { stuck, ends } = wander(worldOf(graph, { threads }), 100, random);
        expect(stuck).toBeNull();
        expect([...ends]).toEqual([Array.from({ length: threads }, () => "returned").join(" ")]);
      }
    }
  });

  it.each(small)("all end when somebody says stop at any moment: %s", (_, graph) => {
    const { stuck, ends } = played(graph, { threads: 2, may: "stop" });
    expect(stuck).toBeNull();
    expect([...ends].toSorted()).toEqual(["returned returned", "returned stopped", "stopped stopped"]);
  });

  it.each(small)("all others end when one dies at any moment, and stop is said for it: %s", (_, graph) => {
    const { stuck, ends } = played(graph, { threads: 2, may: "die" });
    expect(stuck).toBeNull();
    expect([...ends]).toEqual(expect.arrayContaining(["died returned", "died stopped", "returned returned"]));
  });

  it.each(small)("all end when a task throws: %s", (_, graph) => {
    const { stuck, ends } = played(graph, { threads: 2, fails: 0 });
    expect(stuck).toBeNull();
    expect(ends).toContain("failed stopped");
    expect([...ends].filter((end) => !end.includes("failed"))).toEqual([]);
  });
});

/** Faults that this code has had, or might have. */
const FAULTY = {
  "counts what is done after it has looked for a task": class extends Sleepy {
    override waitWhile(_: number) {
      super.waitWhile(this.countDone());
    }
  },
  "says stop by a word that sleepers do not watch": class extends Sleepy {
    private readonly own = new Int32Array(this.buffer);
    override stop() {
      Atomics.store(this.own, this.own.length, 1);
      Atomics.notify(this.own, 0);
    }
    override countDone() {
      if (Atomics.load(this.own, this.own.length) === 1) throw new Stopped();
      return super.countDone();
    }
  },
  "wakes nobody": class extends Sleepy {
    private readonly own = new Int32Array(this.buffer);
    override finish(task: number) {
      Atomics.store(this.own, FIRST + task, FINISHED);
      Atomics.add(this.own, 0, 1);
    }
  },
  "claims in two steps": class extends Sleepy {
    private readonly own = new Int32Array(this.buffer);
    override claim(task: number) {
      const isFree = this.isFree(task);
      if (isFree) Atomics.store(this.own, FIRST + task, 1);
      return isFree;
    }
  },
};

describe("the interleavings above show up a control block that", () => {
  const faults = Object.entries(FAULTY) as [keyof typeof FAULTY, NewControl][];
  it.each(faults)("%s", (name, as) => {
    const may = name.startsWith("says stop") ? "die" : undefined;
    const { stuck } = played(GRAPHS.one, { threads: 2, as, ...(may && { may }) });
    expect(stuck!.at(-1)).toBe(name.startsWith("claims") ? "forbidden" : "stuck");
  });
});
