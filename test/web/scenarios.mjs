import { cancel } from "./scenarios/cancel.mjs";
import { exports } from "./scenarios/exports.mjs";
import { files } from "./scenarios/files.mjs";
import { inside } from "./scenarios/inside.mjs";
import { keyboard } from "./scenarios/keyboard.mjs";
import { link } from "./scenarios/link.mjs";
import { offline } from "./scenarios/offline.mjs";
import { race } from "./scenarios/race.mjs";
import { rare } from "./scenarios/rare.mjs";
import { sizes } from "./scenarios/sizes.mjs";
import { thisBrowser } from "./scenarios/this-browser.mjs";

/** What a visitor does, in this order. */
export const SCENARIOS = {
  "opens and races": race,
  "saves numbers and pictures": exports,
  "takes files, good and bad": files,
  "cancels at once": cancel,
  "shows again what a link says": link,
  "looks inside": inside,
  "finds rare events": rare,
  "measures the browser": thisBrowser,
  "is used by keyboard": keyboard,
  "fits every size": sizes,
  "opens offline": offline,
};

/** What threads and their memory make no difference to: done once in each browser. */
export const ONCE = new Set([exports, link, thisBrowser, keyboard, sizes]);
