/** Scrambled Sobol points: what each coordinate of each scrambling is made of. */
export interface SobolPoints {
  /** Coordinates of a point. */
  readonly dimensions: number;
  /** Direction numbers of a coordinate: there are 2^bits points. */
  readonly bits: number;
  /** Shape `[scramblings, dimensions, bits]`: direction numbers of 32 bits, scrambled. */
  readonly directions: Int32Array;
  /** Shape `[scramblings, dimensions]`: point 0, which all are shifted by. */
  readonly shifts: Int32Array;
}
