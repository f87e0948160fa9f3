/** The lines of tables of f64 in AssemblyScript: `tables` maps names to [meaning, numbers]. */
export function tableLines(tables) {
  return Object.entries(tables).flatMap(([name, [meaning, values]]) => [
    "",
    `/** ${meaning} */`,
    `export const ${name}: usize = memory.data<f64>([\n${filled(values)}\n]);`,
  ]);
}

/** Lines of numbers, as many on each as the formatter puts there. */
function filled(numbers) {
  const lines = [" "];
  for (const x of numbers) {
    const text = ` ${String(x).replace("e+", "e")},`;
    if (lines.at(-1).length + text.length > 110) lines.push(" ");
    lines[lines.length - 1] += text;
  }
  return lines.join("\n");
}
