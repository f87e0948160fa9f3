/** Calls `action` after so many milliseconds, unless the process has nothing else to wait for and ends before; to be cleared. */
export function quietTimer(action: () => void, milliseconds: number): ReturnType<typeof setTimeout> {
  const timer = setTimeout(action, milliseconds);
  (timer as { unref?: () => void }).unref?.();
  return timer;
}
