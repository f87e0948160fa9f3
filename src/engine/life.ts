/**
 * Where an engine's threads are in their life:
 *
 * | state | meaning |
 * |---|---|
 * | `none` | there are no threads |
 * | `starting` | a call waits for threads to say that they are there |
 * | `working` | a call uses them, and no other does |
 * | `resting` | they are there, or still about to start, and no call uses them |
 * | `refused` | they could not be started so many times in a row that it is not tried again; calls compute in their own thread |
 * | `disposed` | the engine has been disposed of |
 */
export type State = "none" | "starting" | "working" | "resting" | "refused" | "disposed";

/**
 * What happens to them:
 *
 * | event | meaning |
 * |---|---|
 * | `ask` | a call whose turn it is asks for them |
 * | `arrive` | as many as it asks for are there |
 * | `leave` | the call is over, or aborted before they were there |
 * | `fail` | one of them could not be started; all are ended |
 * | `give-up` | the same once too often |
 * | `lose` | one of them has died; all are ended |
 * | `retire` | nobody has asked for them for a while; all are ended |
 * | `dispose` | the engine is disposed of; all are ended, and calls that wait for them or use them fail |
 */
export type Event = "ask" | "arrive" | "leave" | "fail" | "give-up" | "lose" | "retire" | "dispose";

/** What cannot happen in a state is left out: that would be a mistake of ours. */
const NEXT: Readonly<Record<State, Readonly<Partial<Record<Event, State>>>>> = {
  none: { ask: "starting", dispose: "disposed" },
  starting: {
    ...{ arrive: "working", leave: "resting" },
    ...{ fail: "none", "give-up": "refused", dispose: "disposed" },
  },
  working: { leave: "resting", lose: "none", dispose: "disposed" },
  resting: { ask: "starting", lose: "none", retire: "none", dispose: "disposed" },
  refused: { dispose: "disposed" },
  disposed: { dispose: "disposed" },
};

/** The state that follows. */
export function next(state: State, event: Event): State {
  const following = NEXT[state][event];
  if (following === undefined) throw new Error(`threads that are ${state} cannot ${event}`);
  return following;
}
