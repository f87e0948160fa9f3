import { quadratureBytes } from "../activations/quadrature.ts";
import { each } from "./gradual.ts";
import {
  type Buffer,
  forEachBuffer,
  type Gemm,
  length,
  type Operation,
  type Plan,
  type Terms,
  type Wick,
} from "./plan.ts";
import { MAX_VARYING, programBytes } from "./program.ts";

/** Regions start on cache lines. */
const ALIGNMENT = 64;

/** Where everything lies while a plan runs, in bytes from the start of its region. */
export interface Layout {
  /** The start of each buffer; buffers whose lives do not overlap may share a place. */
  readonly offsets: readonly number[];
  /** Where the first thread's scratch starts, and each other's after it: used by one operation at a time. */
  readonly scratch: number;
  /** The size of a thread's scratch. */
  readonly scratchBytes: number;
  /** In a thread's scratch, after packed blocks of GEMM or rows of the term operation: the table of the latter. */
  readonly program: number;
}

/** The memory that a plan needs with so many threads. */
export function layoutBytes({ scratch, scratchBytes }: Layout, threads: number): number {
  return scratch + threads * scratchBytes;
}

/** Buffers of more bytes are given no room beside them. */
const MOST_ROOM = 2 ** 25;

/**
 * The same for threads that do not take its operations one after the other (schedule/): with as much room again for buffers
 * that then live at the same time, unless they are large.
 */
export function roomyBytes(layout: Layout, threads: number): number {
  return layoutBytes(layout, threads) + (threads > 1 && layout.scratch <= MOST_ROOM ? layout.scratch : 0);
}

/** Places every buffer of a plan, elements of `width` bytes (4 or 8). */
export function* planLayout(plan: Plan, width: number): Generator<void, Layout> {
  const { offsets, end } = yield* placeBuffers(plan.buffers, yield* lifetimes(plan), width);
  let [workspace, table] = [0, 0];
  yield* each(plan.operations, (operation) => {
    workspace = Math.max(workspace, workspaceBytes(operation, width));
    if (operation.op === "terms") table = Math.max(table, programBytes(operation));
  });
  const program = align(workspace);
  return { offsets, scratch: end, scratchBytes: program + align(table), program };
}

export function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

interface Block {
  readonly start: number;
  readonly end: number;
  readonly lastUse: number;
}

/** Buffers of at least this part of the largest one count as large. */
const LARGE = 1 / 16;

/**
 * Large buffers lie apart from small ones, which would break up the places that a large one leaves to the next, and take
 * multiples of a 16th of the largest, so that one that is slightly larger fits there too.
 */
export function* placeBuffers(
  buffers: readonly Buffer[],
  lives: readonly Life[],
  width: number,
): Generator<void, { offsets: number[]; end: number }> {
  const sizes = buffers.map((buffer) => align(length(buffer) * width));
  const unit = align(sizes.reduce((most, size) => Math.max(most, size), 0) * LARGE);
  const order = [...buffers.keys()].sort((x, y) => lives[x]!.first - lives[y]!.first);
  const offsets = Array<number>(buffers.length).fill(0);
  let end = 0;
  for (const isLarge of [true, false]) {
    const ids = order.filter((id) => sizes[id]! >= unit === isLarge);
    const places = isLarge ? sizes.map((size) => Math.ceil(size / unit) * unit) : sizes;
    end = yield* firstFit(ids, { sizes: places, lives, start: end }, offsets);
  }
  return { offsets, end };
}

/** When a buffer is first and last used. */
export interface Life {
  first: number;
  last: number;
}

/** Each buffer goes to the lowest place from `start` on that is free while it lives; returns where the last one ends. */
function* firstFit(
  ids: readonly number[],
  { sizes, lives, start }: { sizes: readonly number[]; lives: readonly Life[]; start: number },
  offsets: number[],
): Generator<void, number> {
  let placed: Block[] = [];
  let end = start;
  yield* each(ids, (id) => {
    const { first, last } = lives[id]!;
    placed = placed.filter((block) => block.lastUse >= first);
    offsets[id] = insert(placed, start, sizes[id]!, last);
    end = Math.max(end, offsets[id]! + sizes[id]!);
  });
  return end;
}

/** Puts a block into the lowest gap from there on between blocks that are in rising order, and says where that is. */
function insert(placed: Block[], from: number, size: number, lastUse: number): number {
  let start = from;
  let at = 0;
  while (at < placed.length && placed[at]!.start - start < size) {
    start = Math.max(start, placed[at]!.end);
    at++;
  }
  placed.splice(at, 0, { start, end: start + size, lastUse });
  return start;
}

/** The first and the last operation that touch each buffer. */
function* lifetimes(plan: Plan): Generator<void, Life[]> {
  const lives = plan.buffers.map(() => ({ first: Number.POSITIVE_INFINITY, last: -1 }));
  let at = 0;
  yield* each(plan.operations, (operation) => {
    forEachBuffer(operation, (id) => {
      const life = lives[id]!;
      life.first = Math.min(life.first, at);
      life.last = at;
    });
    at++;
  });
  return lives;
}

function workspaceBytes(operation: Operation, width: number): number {
  if (operation.op === "gemm") return gemmWorkspace(operation, width);
  if (operation.op === "terms") return termsScratch(operation, width);
  if (operation.op === "wick") return wickCoefficientBytes(operation);
  return operation.op === "floor-variance" ? VARIANCE_REPORT : 0;
}

/** Five 32-bit counts and three 64-bit numbers. */
const VARIANCE_REPORT = 48;

/** A polynomial's coefficients or a quadrature's values, f64 whatever the elements are. */
function wickCoefficientBytes({ activation, n, p }: Wick): number {
  if (activation.family === "quadrature") return quadratureBytes(n);
  return activation.family === "polynomial" ? 8 * (p * (activation.coefficients.length - 1) + 1) : 0;
}

/** As `gemmWorkspace` in assembly/gemm.ts. */
export function gemmWorkspace(
  { rows, columns, inner }: Pick<Gemm, "rows" | "columns" | "inner">,
  width: number,
): number {
  const tileColumns = 32 / width;
  const packedRows = Math.min(Math.ceil(rows / 4) * 4, 128);
  const packedColumns = Math.min(Math.ceil(columns / tileColumns) * tileColumns, 1024);
  return Math.min(inner, 256) * (packedRows + packedColumns) * width;
}

/** As in assembly/terms.ts. */
const [TILE, MAX_TILED] = [16, 4];

/** As `termsScratch` in assembly/terms.ts. */
export function termsScratch({ extents }: Pick<Terms, "extents">, width: number): number {
  const row = Math.ceil(((extents.at(-1) ?? 1) * width) / 16) * 16;
  return (MAX_VARYING + 1) * row + MAX_TILED * TILE * (row + 64);
}
