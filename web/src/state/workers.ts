import { Client } from "../protocol/client.ts";

/** Reads what is dropped. */
export const reader = new Client({ computes: false });
/** Draws networks and plans; what it does takes moments. */
export const planner = new Client({ computes: false });
/** Does what takes long: one thing at a time, so that nothing disturbs times. */
export const runner = new Client({ computes: true });
