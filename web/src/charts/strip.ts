/** A row of pixels as an image's address, one for each value. */
export function strip(values: Float64Array, colour: (value: number) => string): string {
  const canvas = document.createElement("canvas");
  canvas.width = values.length;
  canvas.height = 1;
  const context = canvas.getContext("2d")!;
  values.forEach((value, i) => {
    context.fillStyle = colour(value);
    context.fillRect(i, 0, 1, 1);
  });
  return canvas.toDataURL();
}
