import { timeText } from "./dom.js";

const bins = 400;

// latencyOf counts, for slices of the run, the transactions that start in them and
// those of them that did not commit, and how long the slower half and the slowest
// twentieth took at least.
export function latencyOf(run) {
  const count = new Int32Array(bins), failed = new Int32Array(bins), lists = Array.from({ length: bins }, () => []);
  for (let t = 0; t < run.txns; t++) {
    const b = Math.min(bins - 1, Math.floor((run.start[t] / (run.span || 1)) * bins)), took = run.end[t] - run.start[t];
    count[b]++;
    if (run.status[t]) failed[b]++;
    if (isNaN(took)) continue;
    lists[b].push(took);
  }
  const sorted = lists.map((l) => Float64Array.from(l).sort());
  const share = (part) => Float64Array.from(sorted, (l) => (l.length ? l[Math.floor(l.length * part)] : 0));
  return { count, failed, median: share(0.5), slow: share(0.95) };
}

// drawLatency draws throughput as bars and, as lines, how long transactions took.
export function drawLatency(view, y, h, left) {
  const { c, color, run, latency } = view, most = Math.max(...latency.count, 1), slowest = Math.max(...latency.slow, 1);
  const width = (run.span || 1) / bins;
  c.fillStyle = color.panel;
  c.fillRect(left, y, view.width - left, h);
  c.save();
  c.beginPath();
  c.rect(left, y, view.width - left, h);
  c.clip();
  for (let i = 0; i < bins; i++) {
    const x = view.x(i * width), w = Math.max(1, view.x((i + 1) * width) - x - 0.5);
    c.fillStyle = color.line;
    c.fillRect(x, y + h - (latency.count[i] / most) * h, w, (latency.count[i] / most) * h);
    c.fillStyle = color.quiet;
    c.fillRect(x, y + h - (latency.failed[i] / most) * h, w, (latency.failed[i] / most) * h);
  }
  c.lineWidth = 1.5;
  for (const [times, stroke, dash] of [[latency.slow, color.rt, [3, 2]], [latency.median, color.wr, []]]) {
    c.strokeStyle = stroke;
    c.setLineDash(dash);
    c.beginPath();
    for (let i = 0; i < bins; i++) c.lineTo(view.x((i + 0.5) * width), y + h - 2 - (times[i] / slowest) * (h - 14));
    c.stroke();
  }
  c.lineWidth = 1;
  c.restore();
  c.fillStyle = color.quiet;
  c.fillText("bars: rate, dark", 4, y + 8, left - 8);
  c.fillText("if not committed", 4, y + 20, left - 8);
  if (run.unit === "order") return;
  c.fillStyle = color.wr;
  c.fillText("median time", 4, y + 33, left - 8);
  c.fillStyle = color.rt;
  c.fillText("95th percentile", 4, y + 46, left - 8);
  c.fillStyle = color.quiet;
  c.fillText("up to " + timeText(slowest, run.unit), 4, y + 58, left - 8);
}
