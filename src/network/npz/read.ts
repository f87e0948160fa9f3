import { Allowance } from "../allowance.ts";
import { badFile, show } from "../fail.ts";
import { refuseZip } from "../foreign/zip.ts";
import { checkTensorCount } from "../limits.ts";
import type { FloatArray } from "../network.ts";
import { shapeText, type Tensor } from "../tensor.ts";
import type { TensorFile } from "../tensors/from-tensors.ts";
import { type ZipEntry, zipEntries } from "./directory.ts";
import { entryBytes, entryStart } from "./entry.ts";
import { LONGEST_START, type NpyHeader, parseNpyHeader } from "./npy.ts";
import { checkSize, npySize, npyStrings, npyTensor, npyTextLength, product } from "./npy-tensor.ts";

/** An array of the archive whose header has been read, and fits the entry's size; its data are still packed. */
interface Listed {
  readonly name: string;
  readonly what: string;
  readonly header: NpyHeader;
  readonly entry: ZipEntry;
}

/**
 * Reads what `numpy.savez` and `savez_compressed` write: f8, f4 and f2 arrays, little-endian, in C or Fortran
 * order. Two entries may hold metadata: `activations` (JSON text, or an array of names) and `w_var` (JSON
 * text, or an array of numbers).
 *
 * Names and shapes come first, from the directory and from the beginning of each entry. An array's data are unpacked when they
 * are asked for: an archive that does not chain is refused before.
 *
 * @throws KpropError `bad-file`; the tensors' `data` likewise
 */
export function readNpz(bytes: Uint8Array): TensorFile {
  const allowance = new Allowance(bytes.length);
  const entries = zipEntries(bytes);
  const names = entries.map(({ name }) => name);
  const odd = names.find((name) => !isArray(name));
  if (odd !== undefined) refuseZip(names, odd);
  checkTensorCount(entries.length);
  const listed = entries.map((entry) => readHeader(entry, allowance));
  const tensors = new Map<string, Tensor>();
  const metadata = new Map<string, string>();
  for (const array of listed) {
    if (isMetadata(array)) metadata.set(array.name, metadataText(array, listed.length));
    else tensors.set(array.name, packedTensor(array, allowance));
  }
  return { tensors, metadata };
}

/** By its name; there is no array without one. */
function isArray(file: string): boolean {
  return file.endsWith(".npy") && file !== ".npy";
}

function readHeader(entry: ZipEntry, allowance: Allowance): Listed {
  const { name: file, size, method } = entry;
  const name = file.slice(0, -".npy".length);
  const what = `array ${show(name)}`;
  if (method !== 0) allowance.claim(Math.min(LONGEST_START, size), what);
  const header = parseNpyHeader(entryStart(entry, LONGEST_START), what);
  const array = { name, what, header, entry };
  const text = isMetadata(array) ? npyTextLength(header) : null;
  const expected = text === null ? npySize(header, what) : product(header.shape, 4 * text);
  checkSize(header.shape, expected, size - header.start, what);
  return array;
}

function isMetadata({ name }: Listed): boolean {
  return name === "activations" || name === "w_var";
}

/** A tensor whose data are unpacked, and claimed, each time they are asked for: whoever reads them does so once. */
function packedTensor({ what, header, entry }: Listed, allowance: Allowance): Tensor {
  return {
    shape: header.shape,
    get data(): FloatArray {
      const isPacked = entry.method !== 0;
      if (isPacked) allowance.claim(entry.size, what);
      return npyTensor(header, entryBytes(entry), what, isPacked).data;
    },
  };
}

/** The longest text of metadata, in bytes of UTF-32 for each array of the archive. */
const LONGEST_TEXT = 4096;

/** As JSON: a single string is that already, a list of strings or numbers becomes it. There is no more than one a layer. */
function metadataText({ what, header, entry }: Listed, arrays: number): string {
  if (entry.size - header.start > LONGEST_TEXT * arrays) {
    badFile(
      `${what} ${shapeText(header.shape)} takes ${entry.size} bytes; expected one name or number a layer`,
    );
  }
  if (npyTextLength(header) === null) {
    return JSON.stringify([...npyTensor(header, entryBytes(entry), what).data]);
  }
  const strings = npyStrings(header, entryBytes(entry), what);
  return header.shape.length === 0 ? (strings[0] ?? "") : JSON.stringify(strings);
}
