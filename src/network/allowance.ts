import { badFile } from "./fail.ts";

/** Bytes that a file of any size may take when it is unpacked, and how many more for each of its own. */
const ROOM = 2 ** 24;
const GROWTH = 4;

/** More arrays than that in a file are taken for damage: each takes kilobytes by the time it is a layer, however small it is. */
export const MOST_ARRAYS = 2 ** 15;

/**
 * How much memory the contents of a file may take. Few bytes can stand for gigabytes, wherever a format packs, repeats or
 * refers, and numbers that are worth reading do not shrink to a fourth. So 16 MiB and four times the file's size are allowed;
 * what would take more is refused before it is reserved.
 */
export class Allowance {
  readonly #limit: number;
  #left: number;

  /** @param size of the file, in bytes */
  constructor(size: number, growth = GROWTH) {
    this.#limit = ROOM + growth * size;
    this.#left = this.#limit;
  }

  /**
   * Claims bytes for as long as the allowance lives.
   *
   * @throws KpropError `bad-file`: there are not so many left
   */
  claim(bytes: number, what: string): void {
    if (!(bytes <= this.#left)) {
      badFile(
        `${what} would unpack to ${bytes} bytes or more; of a file of this size ${this.#limit} are read: store it unpacked`,
      );
    }
    this.#left -= bytes;
  }

  /** Gives back what was claimed. */
  release(bytes: number): void {
    this.#left += bytes;
  }
}
