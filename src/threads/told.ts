import { Recent } from "../recent.ts";
import type { Team } from "./team.ts";

/** What each thread of a team has been told last, for things that need not be told again: threads remember as many. */
export class Told {
  private readonly most: number;
  private readonly known = new WeakMap<Team, Map<number, Recent<number, true>>>();

  constructor(most: number) {
    this.most = most;
  }

  /** Whether a thread has been told what has this number; from now on it has. */
  tell(team: Team, thread: number, id: number): boolean {
    const threads = this.known.get(team) ?? new Map<number, Recent<number, true>>();
    const ofThread = threads.get(thread) ?? new Recent<number, true>(this.most);
    this.known.set(team, threads.set(thread, ofThread));
    const isKnown = ofThread.get(id) !== undefined;
    ofThread.set(id, true);
    return isKnown;
  }

  /** From now on a team's threads know nothing. */
  forget(team: Team): void {
    this.known.delete(team);
  }
}
