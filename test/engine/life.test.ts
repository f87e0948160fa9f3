import { describe, expect, it } from "vitest";
import { type Event, next, type State } from "../../src/engine/life.ts";

const STATES: readonly State[] = ["none", "starting", "working", "resting", "refused", "disposed"];
const EVENTS: readonly Event[] = ["ask", "arrive", "leave", "fail", "give-up", "lose", "retire", "dispose"];

/** Everything that can happen, as `state event: state`. */
const POSSIBLE = STATES.flatMap((state) => {
  return EVENTS.flatMap((event) => {
    try {
      return [`${state} ${event}: ${next(state, event)}`];
    } catch {
      return [];
    }
  });
});

describe("the life of an engine's threads", () => {
  it("is what is written down, and nothing else", () => {
    expect(POSSIBLE).toEqual([
      "none ask: starting",
      "none dispose: disposed",
      "starting arrive: working",
      "starting leave: resting",
      "starting fail: none",
      "starting give-up: refused",
      "starting dispose: disposed",
      "working leave: resting",
      "working lose: none",
      "working dispose: disposed",
      "resting ask: starting",
      "resting lose: none",
      "resting retire: none",
      "resting dispose: disposed",
      "refused dispose: disposed",
      "disposed dispose: disposed",
    ]);
  });

  it("refuses what cannot happen", () => {
    expect(() => next("working", "ask")).toThrow("threads that are working cannot ask");
  });
});
