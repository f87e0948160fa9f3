import type { Failure } from "../protocol/jobs.ts";

/** An error in the library's own words. */
export function Problem({ failure }: { failure: Failure | null }) {
  return (
    <div class="alert" role="alert">
      {failure && (
        <p class="problem">
          {failure.message} {failure.code && <code>{failure.code}</code>}
        </p>
      )}
    </div>
  );
}
