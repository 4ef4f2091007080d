/** A sparkline: the last values of a cell as a small line, drawn by hand because a chart for each would cost ten times as much. */
export function paintSpark(
  ctx: CanvasRenderingContext2D,
  values: readonly number[],
  x: number,
  y: number,
  w: number,
  h: number,
  stroke: string,
  fill: string,
): void {
  if (values.length < 2 || w < 8 || h < 6) return;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const v of values) {
    if (v < min) min = v;
    if (v > max) max = v;
  }
  const span = max - min;
  const step = w / (values.length - 1);
  const at = (v: number) => (span === 0 ? y + h / 2 : y + h - ((v - min) / span) * h);
  ctx.beginPath();
  values.forEach((v, i) => {
    if (i === 0) ctx.moveTo(x, at(v));
    else ctx.lineTo(x + i * step, at(v));
  });
  ctx.strokeStyle = stroke;
  ctx.lineWidth = 1.4;
  ctx.lineJoin = "round";
  ctx.stroke();
  ctx.lineTo(x + w, y + h + 1);
  ctx.lineTo(x, y + h + 1);
  ctx.closePath();
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.beginPath();
  ctx.arc(x + w, at(values[values.length - 1]!), 1.9, 0, Math.PI * 2);
  ctx.fillStyle = stroke;
  ctx.fill();
}
