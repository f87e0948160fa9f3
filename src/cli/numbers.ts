/** Numbers as people read them: three digits, and a unit of a fitting size. */

const DECIMAL = ["", "k", "M", "G", "T", "P", "E", "Z", "Y"] as const;
const BINARY = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;

/** 1234567 → "1.23 M". */
export function withPrefix(value: number, unit = ""): string {
  const [scaled, prefix] = scale(value, 1000, DECIMAL);
  return `${scaled} ${prefix}${unit}`.trimEnd();
}

/** 1234567 → "1.18 MiB". */
export function byteSize(bytes: number): string {
  return scale(bytes, 1024, BINARY).join(" ");
}

/** "3 ms", "71.4 ms", "2.5 s", "5 min 20 s". */
export function duration(seconds: number): string {
  if (seconds * 1000 < 999.5) return `${threeDigits(seconds * 1000)} ms`;
  if (seconds < 99.95) return `${threeDigits(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** 20614.3 → "20,600": a count known to about three digits; "0.53" below 10, "1.2e+12" where zeros are a bore. */
export function roughCount(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "∞";
  if (value < 10) return Number(value.toPrecision(2)).toString();
  if (value >= 1e9) return scientific(value);
  return Math.round(Number(value.toPrecision(3))).toLocaleString("en-US");
}

export function scientific(value: number, decimals = 1): string {
  return value.toExponential(decimals);
}

/** The largest unit in which at least 1 is left after rounding. */
function scale(value: number, base: number, units: readonly string[]): [number, string] {
  let scaled = value;
  let unit = 0;
  while (scaled >= base - 0.5 && unit < units.length - 1) {
    scaled /= base;
    unit++;
  }
  return [threeDigits(scaled), units[unit]!];
}

function threeDigits(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
