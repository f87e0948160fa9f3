import { expect, it } from "vitest";
import { soak } from "./support/soak.ts";

it("hundreds of small estimates by more threads than cores end, with the bits of one thread", async () => {
  let last = 0;
  const { wrong } = await soak(300, 4, 1, (done) => {
    last = done;
  });
  expect([last, wrong]).toEqual([300, 0]);
});
