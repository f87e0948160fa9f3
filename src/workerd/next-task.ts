/**
 * What scripts/build.mjs puts in the place of backend/next-task.ts: in workerd a message to oneself comes back before any other
 * request is looked at, a timer does not.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
