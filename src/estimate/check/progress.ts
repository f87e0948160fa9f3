import type { Watch } from "../run.ts";

type Report = NonNullable<Watch["onProgress"]>;

/**
 * An estimate's progress and that of its samples as one, in FLOPs. Whether there is to be a closer look is not known before, and what
 * part is done must not shrink: it is reported when it is over, as more of which all is done.
 */
export class Progress {
  private readonly report: Watch["onProgress"];
  private readonly each: number;
  /** Of the first look. */
  private readonly ahead: number;
  private estimate = 0;
  private before = 0;

  /**
   * @param each FLOPs of a sample
   * @param first samples of the first look
   */
  constructor(report: Watch["onProgress"], each: number, first: number) {
    this.report = report;
    this.each = each;
    this.ahead = first * each;
  }

  /** Takes the estimate's own. */
  readonly estimated: Report = ({ done, total }) => {
    this.estimate = this.before = total;
    this.report?.({ done, total: total + this.ahead });
  };

  /** What takes that of so many samples, which begin after all that was reported before. */
  looking(samples: number): Report {
    const before = this.before;
    const isFirst = before === this.estimate;
    const total = before + samples * this.each;
    this.before = total;
    return ({ done }) => {
      if (isFirst || done === samples) this.report?.({ done: before + done * this.each, total });
    };
  }
}
