import type { Warning } from "kprop";

/** Reasons to doubt a result. */
export function WarningList({ warnings }: { warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul class="warnings">
      {warnings.map(({ code, message, serious }) => (
        <li key={`${code} ${message}`} class={serious ? "serious" : ""}>
          {message} <code>{code}</code>
        </li>
      ))}
    </ul>
  );
}
