import { quadratureBytes } from "../activations/quadrature.ts";
import {
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
  /** Packed blocks of GEMM and scratch rows of the term operation; one at a time uses it. */
  readonly workspace: number;
  /** The table of the term operation that runs. */
  readonly program: number;
  /** The size of the region: the memory that the plan needs. */
  readonly bytes: number;
}

/** Places every buffer of a plan, elements of `width` bytes (4 or 8). */
export function planLayout(plan: Plan, width: number): Layout {
  const { offsets, end } = placeBuffers(plan, width);
  const workspace = end;
  const program = workspace + align(most(plan, (operation) => workspaceBytes(operation, width)));
  const bytes =
    program + align(most(plan, (operation) => (operation.op === "terms" ? programBytes(operation) : 0)));
  return { offsets, workspace, program, bytes };
}

function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function most(plan: Plan, bytes: (operation: Operation) => number): number {
  return plan.operations.reduce((largest, operation) => Math.max(largest, bytes(operation)), 0);
}

interface Block {
  readonly start: number;
  readonly end: number;
  readonly lastUse: number;
}

/** First fit: each buffer goes to the lowest place that is free while it lives. */
function placeBuffers(plan: Plan, width: number): { offsets: number[]; end: number } {
  const lives = lifetimes(plan);
  const offsets = Array<number>(plan.buffers.length).fill(0);
  let placed: Block[] = [];
  let end = 0;
  const order = [...plan.buffers.keys()].sort((x, y) => lives[x]!.first - lives[y]!.first);
  for (const id of order) {
    const { first, last } = lives[id]!;
    const size = align(length(plan.buffers[id]!) * width);
    placed = placed.filter((block) => block.lastUse >= first);
    const start = insert(placed, size, last);
    offsets[id] = start;
    end = Math.max(end, start + size);
  }
  return { offsets, end };
}

/** Puts a block into the lowest gap between blocks that are in rising order, and says where that is. */
function insert(placed: Block[], size: number, lastUse: number): number {
  let start = 0;
  let at = 0;
  while (at < placed.length && placed[at]!.start - start < size) {
    start = Math.max(start, placed[at]!.end);
    at++;
  }
  placed.splice(at, 0, { start, end: start + size, lastUse });
  return start;
}

/** The first and the last operation that touch each buffer. */
function lifetimes(plan: Plan): { first: number; last: number }[] {
  const lives = plan.buffers.map(() => ({ first: Number.POSITIVE_INFINITY, last: -1 }));
  plan.operations.forEach((operation, at) => {
    forEachBuffer(operation, (id) => {
      const life = lives[id]!;
      life.first = Math.min(life.first, at);
      life.last = at;
    });
  });
  return lives;
}

function workspaceBytes(operation: Operation, width: number): number {
  if (operation.op === "gemm") return gemmWorkspace(operation, width);
  if (operation.op === "terms") return termsScratch(operation, width);
  if (operation.op === "wick") return wickCoefficientBytes(operation);
  return operation.op === "floor-variance" ? VARIANCE_REPORT : 0;
}

/** Four 32-bit counts and a 64-bit number. */
const VARIANCE_REPORT = 24;

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

/** As `termsScratch` in assembly/terms.ts. */
export function termsScratch({ extents }: Pick<Terms, "extents">, width: number): number {
  const row = Math.ceil(((extents.at(-1) ?? 1) * width) / 16) * 16;
  return (MAX_VARYING + 1) * row + MAX_VARYING * 4;
}
