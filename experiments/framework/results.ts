import { csvFormat, csvParse } from "d3-dsv";
import type { Row } from "./experiment.ts";
import { grouped } from "./grouped.ts";
import { readIfThere } from "./read-if-there.ts";
import { writeWhole } from "./write-whole.ts";

/** The column with the name of the point that a row is of. */
const POINT = "point";

/** An experiment's rows by the names of their points, in a CSV file that is rewritten as each point is done. */
export class Results {
  private readonly path: string;
  private readonly byPoint: Map<string, readonly Row[]>;

  private constructor(path: string, byPoint: Map<string, readonly Row[]>) {
    this.path = path;
    this.byPoint = byPoint;
  }

  /** What the file holds; nothing if there is none. */
  static async read(path: string): Promise<Results> {
    const text = (await readIfThere(path))?.toString("utf8") ?? "";
    const rows = csvParse(text).map((cells) =>
      Object.fromEntries(Object.entries(cells).map(([column, cell]) => [column, fromCell(cell)])),
    );
    const byPoint = grouped<Row>(rows, (row) => String(row[POINT]));
    return new Results(path, byPoint);
  }

  has(point: string): boolean {
    return this.byPoint.has(point);
  }

  /** Keeps a point's rows, on disk too, beside those of the others named. */
  async add(point: string, rows: readonly Row[], order: readonly string[]): Promise<void> {
    const named = rows.map((row) => ({ [POINT]: point, ...row }));
    this.byPoint.set(point, named);
    await writeWhole(this.path, `${csvFormat(this.rows(order) as Record<string, unknown>[])}\n`);
  }

  /** The rows of points, in the order in which these are named. */
  rows(points: readonly string[]): Row[] {
    return points.flatMap((point) => this.byPoint.get(point) ?? []);
  }
}

/** JavaScript's shortest text of a number reads back as the same one. */
function fromCell(cell: string): string | number | null {
  if (cell === "") return null;
  const value = Number(cell);
  return Number.isNaN(value) ? cell : value;
}
