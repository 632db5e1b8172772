import { el, number, tickText } from "./dom.js";
import { Lanes } from "./lanes.js";
import { drawLatency, latencyOf } from "./latency.js";

const label = 92, laneHeight = 18, mapHeight = 34, axis = 20, bandHeight = 14, stripHeight = 70, most = 520;

// Timeline draws the whole run: sessions as lanes, as much of them as fits.
export class Timeline {
  constructor(section, run, anomalies, inspect) {
    Object.assign(this, { section, run, anomalies, inspect, from: 0, to: Math.max(1, run.span), top: 0, marked: new Map() });
    for (const a of anomalies.all) for (const t of a.data.txns) if (!this.marked.has(t.i)) this.marked.set(t.i, a);
    section.hidden = false;
    this.controls();
    this.canvas = el("canvas", { tabindex: "0", role: "img", "aria-label": "Timeline of the run. Arrow keys move it, plus and minus zoom, Home shows all." });
    this.note = el("p", { class: "quiet note", "aria-live": "polite" });
    const sign = (name, text) => el("span", { class: "sign " + name }, text);
    section.append(el("div", { class: "canvas" }, this.canvas), el("p", { class: "quiet signs" }, sign("committed", "committed"), sign("aborted", "aborted"), sign("unknown", "unknown, with a dotted tail to the end of the run"), sign("marked", "of an anomaly"), run.faults.length ? sign("fault", "fault") : null), this.note);
    this.byLane(run.lane, run.lanes);
    this.latency = latencyOf(run);
    this.listen();
    new ResizeObserver(() => this.resize()).observe(this.canvas.parentElement);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolor());
    this.recolor();
    this.resize();
  }
  byLane(laneOf, names) {
    this.laneOf = laneOf;
    this.lanes = new Lanes(this.run, laneOf, names);
    this.top = 0;
    this.filter();
    if (this.width) this.resize();
  }
  // byNode splits the sessions by node, and puts those of a node together.
  byNode() {
    const { run } = this, ids = new Map(), place = (t) => run.node[t] * run.lanes.length + run.lane[t];
    for (let t = 0; t < run.txns; t++) ids.set(place(t), 0);
    const nodeOf = (p) => run.nodes[Math.floor(p / run.lanes.length) - 1] ?? "no node";
    const places = [...ids.keys()].sort((a, b) => nodeOf(a).localeCompare(nodeOf(b), "en", { numeric: true }) || a - b);
    places.forEach((p, i) => ids.set(p, i));
    this.byLane(Int32Array.from({ length: run.txns }, (_, t) => ids.get(place(t))), places.map((p) => `${nodeOf(p)} ${run.lanes[p % run.lanes.length]}`));
  }
  controls() {
    const { run } = this, sel = (name, all, options) => {
      const s = el("select", { "data-filter": name, "aria-label": name, onchange: () => this.filter(true) }, el("option", { value: "" }, all));
      options.slice(0, 2000).forEach(([value, text]) => s.append(el("option", { value }, text)));
      return s;
    };
    this.pick = {
      session: sel("session", "every session", run.lanes.map((n, i) => [i, n || "lane " + (i + 1)])),
      status: sel("status", "every status", [[0, "committed"], [1, "aborted"], [2, "unknown"]]),
      node: run.nodes.length ? sel("node", "every node", run.nodes.map((n, i) => [i + 1, n])) : null,
      error: run.errors.length ? sel("error", "with or without error", [["any", "any error"], ...run.errors.map((n, i) => [i + 1, n])]) : null,
    };
    this.key = el("input", { type: "search", placeholder: "key", "aria-label": "Only transactions that use this key", size: 8, oninput: () => this.filter(true) });
    const button = (text, name, act) => el("button", { "aria-label": name, onclick: act }, text);
    const bar = el("div", { class: "bar" }, button("+", "Zoom in", () => this.zoom(0.5)), button("−", "Zoom out", () => this.zoom(2)), button("all", "Show all", () => this.view(0, run.span)),
      button("next anomaly", "Jump to the next anomaly", () => this.jump()), this.pick.session, this.pick.status, this.pick.node, this.pick.error, this.key);
    if (run.nodes.length) {
      const lanes = el("select", { "aria-label": "Lanes", onchange: () => (lanes.value === "node" ? this.byNode() : this.byLane(run.lane, run.lanes)) }, el("option", { value: "session" }, "lanes: sessions"), el("option", { value: "node" }, "lanes: nodes"));
      bar.append(lanes);
    }
    this.section.append(bar);
  }
  // filter counts what passes the filters, and draws that.
  filter(draw) {
    const { run } = this, want = {};
    for (const [name, s] of Object.entries(this.pick)) if (s && s.value !== "") want[name] = s.value === "any" ? "any" : +s.value;
    const keys = this.keysNamed();
    this.passes = (t) => (want.session === undefined || run.lane[t] === want.session) && (want.status === undefined || run.status[t] === want.status) &&
      (want.node === undefined || run.node[t] === want.node) && (want.error === undefined || (want.error === "any" ? run.error[t] > 0 : run.error[t] === want.error)) && (!keys || this.uses(t, keys));
    this.lanes.filter(run, this.passes, this.marked);
    const shown = this.lanes.shown[run.txns];
    const cut = run.txns < run.allTxns ? ` This page carries the first ${number(run.txns)} of ${number(run.allTxns)} transactions.` : "";
    const order = run.unit === "order" ? " No times were recorded: transactions stand in the order of the file." : "";
    this.note.textContent = `${number(shown)} of ${number(run.txns)} transactions.${order}${cut}`;
    if (draw) this.draw();
  }
  keysNamed() {
    const text = this.key.value;
    if (!text) return null;
    const exact = this.run.keyNames.indexOf(text);
    return new Set(exact >= 0 ? [exact] : this.run.keyNames.flatMap((k, i) => (k.includes(text) ? [i] : [])));
  }
  uses(t, keys) {
    for (let i = this.run.first[t]; i < this.run.first[t + 1]; i++) if (keys.has(this.run.key[i])) return true;
    return false;
  }
  recolor() {
    const style = getComputedStyle(document.documentElement);
    this.color = Object.fromEntries(["bg", "panel", "text", "quiet", "line", "wr", "ww", "bad", "open", "hot", "rt", "link"].map((n) => [n, style.getPropertyValue("--" + n)]));
    if (this.width) this.draw();
  }
  resize() {
    const scale = devicePixelRatio || 1;
    this.width = this.canvas.parentElement.clientWidth;
    this.rows = Math.max(1, Math.min(this.lanes.names.length, Math.floor(most / laneHeight)));
    this.lanesTop = mapHeight + axis + (this.run.faults.length ? bandHeight : 0);
    this.height = this.lanesTop + this.rows * laneHeight + stripHeight;
    this.canvas.width = this.width * scale;
    this.canvas.height = this.height * scale;
    this.canvas.style.height = this.height + "px";
    this.canvas.style.touchAction = this.rows < this.lanes.names.length ? "none" : "pan-y"; // where all lanes show, a finger may scroll the page
    this.c = this.canvas.getContext("2d");
    this.c.setTransform(scale, 0, 0, scale, 0, 0);
    this.draw();
  }
  x(time) { return label + ((time - this.from) / (this.to - this.from)) * (this.width - label); }
  time(x) { return this.from + ((x - label) / (this.width - label)) * (this.to - this.from); }
  view(from, to) {
    const span = Math.max(1, Math.min(this.run.span || 1, to - from));
    this.from = Math.max(0, Math.min(from, (this.run.span || 1) - span));
    this.to = this.from + span;
    this.schedule();
  }
  zoom(by, at = (this.from + this.to) / 2) { this.view(at - (at - this.from) * by, at + (this.to - at) * by); }
  schedule() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => { this.waiting = false; this.draw(); });
  }
  draw() {
    const { c, color } = this, began = performance.now();
    c.fillStyle = color.bg;
    c.fillRect(0, 0, this.width, this.height);
    c.font = "11px system-ui, sans-serif";
    c.textBaseline = "middle";
    this.drawMap();
    this.drawAxis();
    this.drawFaults();
    c.save();
    c.beginPath();
    c.rect(0, this.lanesTop, this.width, this.rows * laneHeight);
    c.clip();
    for (let row = 0; row < this.rows; row++) this.drawLane(this.top + row, this.lanesTop + row * laneHeight);
    c.restore();
    drawLatency(this, this.lanesTop + this.rows * laneHeight + 4, stripHeight - 8, label);
    this.frame = performance.now() - began;
  }
  // drawLane draws a lane pixel by pixel: it looks up where each pixel ends, so that a
  // lane costs no more than its width.
  drawLane(l, y) {
    const { c, lanes, run, color } = this;
    if (l >= lanes.names.length) return;
    const pixel = (this.to - this.from) / (this.width - label);
    if (lanes.firstUnknown[l] < this.to) {
      c.fillStyle = color.open;
      const tail = Math.max(label, this.x(lanes.firstUnknown[l]));
      for (let x = tail; x < this.width; x += 6) c.fillRect(x, y + laneHeight - 4, 3, 1.5);
    }
    let i = Math.max(lanes.first[l], lanes.at(l, this.from) - 1);
    const end = lanes.first[l + 1];
    this.bar = null;
    while (i < end && lanes.start[i] <= this.to) {
      const next = lanes.next(l, lanes.start[i] + pixel, i + 1);
      if (lanes.shown[next] > lanes.shown[i]) this.drawSome(i, next, y);
      i = next;
    }
    this.drawBar(y);
    c.fillStyle = color.bg;
    c.fillRect(0, y, label, laneHeight);
    c.fillStyle = color.quiet;
    c.fillText((lanes.names[l] || "lane " + (l + 1)).slice(0, 14), 4, y + laneHeight / 2, label - 8);
    c.fillStyle = color.line;
    c.fillRect(0, y + laneHeight - 1, this.width, 0.5);
  }
  // drawSome draws the transactions at places i to next of a lane, which share a pixel
  // or are one. Slim ones that touch become one bar.
  drawSome(i, next, y) {
    const { c, lanes, run, color, bar } = this, t = lanes.txn[next - 1];
    const x = this.x(lanes.start[i]), to = isNaN(run.end[t]) ? run.start[t] : run.end[t];
    const w = Math.max(1, this.x(to) - x), aborted = lanes.aborted[next] - lanes.aborted[i], all = lanes.shown[next] - lanes.shown[i];
    const fill = aborted === all ? color.quiet : lanes.unknown[next] > lanes.unknown[i] ? color.open : color.wr;
    if (bar && bar.fill === fill && w < 3 && x <= bar.to + 0.3) bar.to = Math.max(bar.to, x + w);
    else {
      this.drawBar(y);
      this.bar = { fill, x, to: x + w };
    }
    if (lanes.marked[next] > lanes.marked[i]) {
      this.drawBar(y);
      c.fillStyle = c.strokeStyle = color.bad;
      c.fillRect(x, y + 1, Math.max(3, w), 3);
      if (w > 4) c.strokeRect(x, y + 2, w, laneHeight - 5);
    }
    if (w > 40 && aborted < all) {
      this.drawBar(y);
      c.fillStyle = color.bg;
      c.fillText(run.nameOf(t).slice(0, Math.floor(w / 7)), Math.max(label, x) + 4, y + laneHeight / 2, w - 8);
    }
  }
  // drawBar draws the bar at hand. What had no effect is thin.
  drawBar(y) {
    const { c, bar } = this;
    if (!bar) return;
    c.fillStyle = bar.fill;
    if (bar.fill === this.color.quiet) c.fillRect(bar.x, y + 7, bar.to - bar.x, laneHeight - 14);
    else c.fillRect(bar.x, y + 3, bar.to - bar.x, laneHeight - 6);
    this.bar = null;
  }
  drawMap() {
    const { c, color, run } = this, w = this.width - label;
    c.fillStyle = color.panel;
    c.fillRect(label, 0, w, mapHeight - 6);
    const most = Math.max(...this.latency.count);
    c.fillStyle = color.quiet;
    this.latency.count.forEach((n, i) => c.fillRect(label + (i * w) / this.latency.count.length, mapHeight - 6 - (n / most) * (mapHeight - 10), w / this.latency.count.length + 0.5, (n / most) * (mapHeight - 10)));
    c.fillStyle = color.bad;
    for (const t of this.marked.keys()) if (t < run.txns) c.fillRect(label + (run.start[t] / (run.span || 1)) * w, 0, 2, 6);
    c.strokeStyle = color.link;
    c.lineWidth = 2;
    c.strokeRect(label + (this.from / (run.span || 1)) * w + 1, 1, Math.max(4, ((this.to - this.from) / (run.span || 1)) * w - 2), mapHeight - 8);
    c.lineWidth = 1;
    c.fillStyle = color.quiet;
    c.fillText("whole run", 4, mapHeight / 2 - 3);
  }
  // drawAxis writes round times below the map.
  drawAxis() {
    const { c, color } = this, y = mapHeight + axis / 2, least = (this.to - this.from) / Math.max(2, Math.floor((this.width - label) / 110));
    const ten = 10 ** Math.floor(Math.log10(least)), step = Math.max(1, ten * [1, 2, 5, 10].find((k) => k * ten >= least));
    c.fillStyle = color.quiet;
    for (let time = Math.ceil(this.from / step) * step; time < this.to; time += step) {
      const x = this.x(time);
      c.fillRect(x, mapHeight + axis - 5, 1, 5);
      c.fillText(tickText(time, step, this.run.unit), x + 3, y);
    }
  }
  drawFaults() {
    const { c, color, run } = this, y = mapHeight + axis;
    if (!run.faults.length) return;
    for (const f of run.faults) {
      const x = Math.max(label, this.x(f.start)), end = Math.min(this.width, this.x(f.end));
      if (end < label || x > this.width) continue;
      c.fillStyle = color.ww;
      c.fillRect(x, y, Math.max(2, end - x), bandHeight - 3);
      c.globalAlpha = 0.13;
      c.fillRect(x, y + bandHeight - 3, Math.max(2, end - x), this.rows * laneHeight + 3);
      c.globalAlpha = 1;
      c.fillStyle = color.bg;
      if (end - x > 30) c.fillText(f.name, x + 3, y + bandHeight / 2 - 1, end - x - 6);
    }
    c.fillStyle = color.quiet;
    c.fillText("faults", 4, y + bandHeight / 2);
  }
  // jump goes to the next transaction of an anomaly.
  jump() {
    const all = [...new Set(this.marked.values())];
    if (!all.length) { this.note.textContent = "There is no anomaly to jump to."; return; }
    const a = all[(this.jumped = ((this.jumped ?? -1) + 1) % all.length)];
    this.show(a.data.txns.map((t) => t.i).filter((t) => t < this.run.txns), `Anomaly ${a.data.n}: ${a.data.title}`);
  }
  show(txns, text) {
    const { run } = this;
    if (!txns.length) return;
    const ends = txns.map((t) => (isNaN(run.end[t]) ? run.start[t] : run.end[t]));
    const from = Math.min(...txns.map((t) => run.start[t])), to = Math.max(from + 1, ...ends);
    this.scroll(Math.min(...txns.map((t) => this.laneOf[t])) - 1);
    this.view(from - (to - from) * 0.5, to + (to - from) * 0.5);
    if (text) this.note.textContent = text;
  }
  scroll(to) { this.top = Math.max(0, Math.min(this.lanes.names.length - this.rows, to)); this.schedule(); }
  pick1(x, y) {
    const l = this.top + Math.floor((y - this.lanesTop) / laneHeight), { lanes, run } = this;
    if (y < this.lanesTop || x < label || l >= lanes.names.length || y > this.lanesTop + this.rows * laneHeight) return -1;
    const slack = (3 * (this.to - this.from)) / this.width, time = this.time(x);
    for (let i = lanes.at(l, time + slack) - 1, n = 0; i >= lanes.first[l] && n < 200; i--, n++) {
      const t = lanes.txn[i];
      if (this.passes(t) && (isNaN(run.end[t]) ? run.start[t] : run.end[t]) >= time - slack) return t;
    }
    return -1;
  }
  listen() {
    const { canvas } = this, pointers = new Map();
    const place = (e) => { const r = canvas.getBoundingClientRect(); return [e.clientX - r.left, e.clientY - r.top]; };
    canvas.addEventListener("wheel", (e) => {
      const [x] = place(e);
      if (e.ctrlKey || e.metaKey || e.altKey) { e.preventDefault(); this.zoom(Math.exp(e.deltaY * 0.004), this.time(x)); return; }
      const sideways = e.deltaX || (e.shiftKey ? e.deltaY : 0);
      if (sideways) { e.preventDefault(); const d = (sideways * (this.to - this.from)) / this.width; this.view(this.from + d, this.to + d); }
    }, { passive: false });
    canvas.addEventListener("pointerdown", (e) => { canvas.setPointerCapture(e.pointerId); const [x, y] = place(e); pointers.set(e.pointerId, { x, y, x0: x, y0: y, map: y < mapHeight }); });
    canvas.addEventListener("pointermove", (e) => {
      const p = pointers.get(e.pointerId);
      if (!p) return;
      const [x, y] = place(e), span = this.to - this.from;
      if (pointers.size === 2) {
        const o = [...pointers].find(([id]) => id !== e.pointerId)[1];
        this.zoom(Math.max(0.5, Math.min(2, Math.abs(p.x - o.x) / Math.max(8, Math.abs(x - o.x)))), this.time((x + o.x) / 2));
      } else if (p.map) { const at = ((x - label) / (this.width - label)) * this.run.span; this.view(at - span / 2, at + span / 2); }
      else { const d = ((p.x - x) * span) / (this.width - label); this.view(this.from + d, this.to + d); if (Math.abs(y - p.y0) > laneHeight) { this.scroll(this.top + Math.sign(p.y0 - y)); p.y0 = y; } }
      p.x = x; p.y = y;
    });
    canvas.addEventListener("pointerup", (e) => {
      const p = pointers.get(e.pointerId), [x, y] = place(e);
      pointers.delete(e.pointerId);
      if (!p || Math.abs(x - p.x0) > 4) return;
      if (p.map) { const at = ((x - label) / (this.width - label)) * this.run.span, s = (this.to - this.from) / 2; return this.view(at - s, at + s); }
      const t = this.pick1(x, y);
      if (t >= 0) this.inspect.show(t);
    });
    canvas.addEventListener("pointercancel", (e) => pointers.delete(e.pointerId));
    canvas.addEventListener("dblclick", (e) => this.zoom(0.5, this.time(place(e)[0])));
    canvas.addEventListener("keydown", (e) => {
      const d = (this.to - this.from) / 5;
      const act = { ArrowLeft: () => this.view(this.from - d, this.to - d), ArrowRight: () => this.view(this.from + d, this.to + d), ArrowUp: () => this.scroll(this.top - 1), ArrowDown: () => this.scroll(this.top + 1),
        "+": () => this.zoom(0.5), "=": () => this.zoom(0.5), "-": () => this.zoom(2), Home: () => this.view(0, this.run.span) }[e.key];
      if (act) { e.preventDefault(); act(); }
    });
  }
}
