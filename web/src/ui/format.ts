const SI = ["", "k", "M", "G", "T", "P", "E"];

/** 1.23 M; three digits. */
export function si(value: number): string {
  const rounded = Number(value.toPrecision(3));
  if (rounded === 0 || !Number.isFinite(rounded)) return String(rounded);
  const step = Math.min(SI.length - 1, Math.max(0, Math.floor(Math.log10(Math.abs(rounded)) / 3 + 1e-9)));
  const text = String(Number((rounded / 1000 ** step).toPrecision(3)));
  return step === 0 ? text : `${text} ${SI[step]}`;
}

/** 12.3 ms, 4.1 s, 2 min 5 s */
export function duration(seconds: number): string {
  if (seconds < 1e-3) return `${digits(seconds * 1e6, 2)} µs`;
  if (seconds < 1) return `${digits(seconds * 1e3, 2)} ms`;
  if (seconds < 60) return `${digits(seconds, 2)} s`;
  if (seconds < 3600) return `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`;
  return `${digits(seconds / 3600, 2)} h`;
}

export function bytes(count: number): string {
  if (count < 2 ** 20) return `${digits(count / 2 ** 10, 2)} KiB`;
  return count < 2 ** 30 ? `${digits(count / 2 ** 20, 2)} MiB` : `${digits(count / 2 ** 30, 2)} GiB`;
}

/** 4.8 × 10⁻⁵; plain where that is short. */
export function scientific(value: number, precision = 2): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4) return String(Number(value.toPrecision(precision)));
  const [mantissa, exponent] = value.toExponential(precision - 1).split("e");
  return `${mantissa} × 10${superscript(Number(exponent))}`;
}

export function powerOfTen(exponent: number): string {
  return exponent === 0 ? "1" : exponent === 1 ? "10" : `10${superscript(exponent)}`;
}

/** 1,350× with two or three digits that count. */
export function times(ratio: number): string {
  return `${whole(Number(ratio.toPrecision(ratio < 10 ? 2 : 3)))}×`;
}

export function whole(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 });
}

function digits(value: number, precision: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(precision)));
}

function superscript(exponent: number): string {
  return [...String(exponent)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)])).join("");
}
