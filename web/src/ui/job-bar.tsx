import { duration } from "./format.ts";

interface Props {
  readonly start: string;
  readonly running: boolean;
  readonly disabled: boolean;
  readonly onStart: () => void;
  readonly onStop: () => void;
  /** What is being done. */
  readonly stage: string;
  /** Seconds to go; null: not known. */
  readonly left: number | null;
  /** From 0 to 1. */
  readonly done: number;
}

/** Starts something long, shows how far it is, and ends it. */
export function JobBar({ start, running, disabled, onStart, onStop, stage, left, done }: Props) {
  return (
    <div class="job">
      {running ? (
        <button type="button" class="stop" onClick={onStop}>
          Cancel
        </button>
      ) : (
        <button type="button" class="go" onClick={onStart} disabled={disabled}>
          {start}
        </button>
      )}
      {running && (
        <span class="progress">
          <progress max={1} value={done} aria-label="done so far" />
          <span>
            {stage}
            {left !== null && `, ${duration(Math.max(left, 0.1))} left`}
          </span>
        </span>
      )}
    </div>
  );
}
