import { printable } from "./printable.ts";
import { Refusal } from "./refusal.ts";

/** safetensors has no media type of its own. */
const EXPECTED = "application/octet-stream";

/**
 * Checks the body's media type, in upper or lower case and with whatever parameters; none at all is taken for the expected one.
 *
 * @throws Refusal 415
 */
export function checkMediaType(type: string | null): void {
  if (type === null) return;
  const [essence] = type.split(";", 1);
  if (essence!.trim().toLowerCase() === EXPECTED) return;
  throw new Refusal(
    415,
    "bad-type",
    `the body is ${JSON.stringify(printable(type, 100))}; expected ${EXPECTED}`,
  );
}
