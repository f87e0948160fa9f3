/** Draws samples of one network on one thread as often as its parent says: a message for each time, and one back. */
import { randomNetwork, sample } from "../dist/index.js";

const network = await randomNetwork({ width: 256, depth: 4, seed: 1 });
process.on("message", async (samples) => {
  await sample(network, { samples, variance: "plain", threads: 1 });
  process.send("done");
});
