/** The page's script: dist/bench.html is page.html with this in it. `#quick` after its address makes it one round. */
import { type Report, reportLines } from "./report.ts";
import { measureRuntime } from "./suite.ts";

const [start, progress, download, error, result] = ["start", "progress", "download", "error", "result"].map(
  (id) => document.getElementById(id)!,
) as [HTMLButtonElement, HTMLProgressElement, HTMLAnchorElement, HTMLElement, HTMLElement];

start.addEventListener("click", async () => {
  start.disabled = true;
  progress.hidden = false;
  download.hidden = true;
  error.textContent = "";
  result.replaceChildren();
  try {
    show(await measureRuntime({ quick: location.hash === "#quick", onProgress }));
  } catch (problem) {
    error.textContent = String(problem);
  } finally {
    start.disabled = false;
    progress.hidden = true;
  }
});

function onProgress({ done, total }: { done: number; total: number }): void {
  progress.max = total;
  progress.value = done;
}

function show(report: Report): void {
  const [head, ...body] = reportLines([report]);
  const table = document.createElement("table");
  fill(table.createTHead().insertRow(), head!);
  const rows = table.createTBody();
  for (const cells of body) fill(rows.insertRow(), cells);
  result.replaceChildren(table);
  const json = new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: "application/json" });
  URL.revokeObjectURL(download.href);
  download.href = URL.createObjectURL(json);
  download.download = `kprop-${report.runtime}-${report.version}.json`.toLowerCase();
  download.hidden = false;
}

function fill(row: HTMLTableRowElement, cells: readonly string[]): void {
  for (const cell of cells) row.insertCell().textContent = cell;
}
