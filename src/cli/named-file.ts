import { type ErrorCode, KpropError } from "../errors.ts";

/** What is wrong with a file rather than with the command line. */
const FILE_CODES: readonly ErrorCode[] = [
  "bad-file",
  "bad-network",
  "bad-input",
  "ambiguous-orientation",
  "unknown-activation",
];

/** Lets what is wrong with a file's contents say in which file. */
export async function inFile<T>(path: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof KpropError) || !FILE_CODES.includes(error.code)) throw error;
    if (error.message.includes(path)) throw error;
    throw new KpropError(error.code, `${path}: ${error.message}`, { cause: error });
  }
}
