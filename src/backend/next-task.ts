/**
 * Resolves in a task of its own: a microtask would keep timers and messages waiting, and browsers delay nested
 * timeouts by 4 ms, so a message to oneself where there are channels.
 */
export function nextTask(): Promise<void> {
  if (typeof MessageChannel === "undefined") return new Promise((resolve) => setTimeout(resolve, 0));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
