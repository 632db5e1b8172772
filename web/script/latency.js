import { timeText } from "./dom.js";

const bins = 400;

// latencyOf counts, for slices of the run, the transactions that start in them, how
// many per slice, and the median and the longest time that they took.
export function latencyOf(run) {
  const count = new Int32Array(bins), failed = new Int32Array(bins), worst = new Float64Array(bins), lists = Array.from({ length: bins }, () => []);
  for (let t = 0; t < run.txns; t++) {
    const b = Math.min(bins - 1, Math.floor((run.start[t] / (run.span || 1)) * bins)), took = run.end[t] - run.start[t];
    count[b]++;
    if (run.status[t]) failed[b]++;
    if (isNaN(took)) continue;
    worst[b] = Math.max(worst[b], took);
    if (lists[b].length < 1000) lists[b].push(took);
  }
  const median = Float64Array.from(lists, (l) => (l.length ? l.sort((a, b) => a - b)[l.length >> 1] : 0));
  return { count, failed, worst, median };
}

// drawLatency draws throughput as bars and, as lines, how long transactions took.
export function drawLatency(view, y, h, left) {
  const { c, color, run, latency } = view, most = Math.max(...latency.count, 1), slowest = Math.max(...latency.median, 1);
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
  c.strokeStyle = color.wr;
  c.lineWidth = 1.5;
  c.beginPath();
  for (let i = 0; i < bins; i++) c.lineTo(view.x((i + 0.5) * width), y + h - 2 - (latency.median[i] / slowest) * (h - 14));
  c.stroke();
  c.lineWidth = 1;
  c.restore();
  c.fillStyle = color.quiet;
  c.fillText("rate (bars)", 4, y + 10);
  c.fillText("median time", 4, y + 24);
  if (run.unit !== "order") c.fillText("to " + timeText(slowest, run.unit), 4, y + 38, left - 8);
}
