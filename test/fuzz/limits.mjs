/** What reading a file may take. */

/** Time of an input, in seconds of the processor; most take a thousandth of it. */
export const MOST_SECONDS = 1;
/** The watchdog's patience with an input, in seconds of the clock: a machine at work may take long for anything. */
export const LONGEST_WAIT = 30;
/** Bytes of arrays, for a file of any size and for each byte of it. */
export const mostBytes = (size) => 2 ** 26 + 8 * size;
/** Megabytes of the heap, the library's own code among them. */
export const HEAP = { maxOldGenerationSizeMb: 80, maxYoungGenerationSizeMb: 16 };
/** Characters of a message, which is one line. */
export const LONGEST_MESSAGE = 500;
