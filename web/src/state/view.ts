import { effect, signal } from "@preact/signals";
import type { View } from "./link.ts";
import { parseView, viewText } from "./link.ts";

/** Everything that a link reproduces. */
export const view = signal<View>(parseView(location.hash));

export function change(part: Partial<View>): void {
  view.value = { ...view.value, ...part };
}

addEventListener("hashchange", () => {
  view.value = parseView(location.hash);
});

effect(() => {
  const text = viewText(view.value);
  if (text !== location.hash.slice(1)) history.replaceState(null, "", `#${text}`);
});
