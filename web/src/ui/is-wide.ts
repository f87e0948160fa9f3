import { signal } from "@preact/signals";

const query = matchMedia("(min-width: 901px)");

/** Whether the network stands beside the work; as the stylesheet has it. */
export const isWide = signal(query.matches);

query.addEventListener("change", () => {
  isWide.value = query.matches;
});
