import { el, say } from "./dom.js";
import { drawings } from "./drawing.js";
import { mini, strip } from "./strip.js";
import { txnHash } from "./data.js";

// Anomalies adds to the anomalies of a run what needs a hand.
export class Anomalies {
  constructor(root, prefix, data, inspect) {
    Object.assign(this, { root, prefix, unit: data.unit, inspect });
    this.all = data.anomalies.map((a) => new Anomaly(this, a));
    this.current = this.all.find((a) => a.box.open) ?? this.all[0];
  }
  // go moves to the anomaly before or after the current one.
  go(by) {
    const at = Math.min(this.all.length - 1, Math.max(0, this.all.indexOf(this.current) + by));
    if (this.all[at]) this.open(this.all[at]);
  }
  open(a) {
    this.current = a;
    a.unfold();
    a.box.scrollIntoView({ block: "start" });
    a.box.querySelector("summary").focus({ preventScroll: true });
    history.replaceState(null, "", "#" + a.box.id);
  }
}

class Anomaly {
  constructor(list, data) {
    Object.assign(this, { list, data, step: -1 });
    this.box = document.getElementById(`${list.prefix}anomaly-${data.n}`);
    this.sentences = [...this.box.querySelectorAll(".sentences > li")];
    this.box.addEventListener("toggle", () => { if (this.box.open) { list.current = this; this.unfold(); } });
    if (this.box.open) this.unfold();
  }
  txn(i) {
    const known = this.data.txns.find((t) => t.i === i);
    const name = known?.name ?? this.list.inspect.nameOf(i);
    return el("a", { href: "#" + this.list.prefix + txnHash(name), onclick: (e) => { e.preventDefault(); this.list.inspect.show(i); } }, name);
  }
  // unfold opens the anomaly, and adds the rest the first time.
  unfold() {
    this.box.open = true;
    if (this.filled) return;
    this.filled = true;
    const { data } = this;
    if (data.svg) this.box.querySelector(".drawing").append(...drawings(data.svg));
    this.count = el("span", { class: "quiet", "aria-live": "polite" });
    const bar = el("div", { class: "bar" },
      el("button", { class: "prev", onclick: () => this.go(-1) }, "‹ step"), el("button", { class: "next", onclick: () => this.go(1) }, "step ›"), this.count);
    this.box.querySelector(".tell").prepend(bar);
    const extra = el("div", { class: "extra" }, this.copies(), el("h4", {}, "When"), el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Times" }, mini(data.txns, this.list.unit)));
    for (const s of data.strips) extra.append(el("h4", {}, "Versions of ", el("a", { href: `#${this.list.prefix}key-${encodeURIComponent(s.key)}` }, s.key), " ", el("span", { class: "quiet" }, s.note)), strip(s.items, (i) => this.txn(i), "Versions of " + s.key));
    extra.append(el("h4", {}, "Operations"), this.operations());
    this.box.querySelector(".body").append(extra);
    for (const g of this.box.querySelectorAll("g[data-txn]")) g.addEventListener("click", () => this.list.inspect.show(+g.dataset.txn));
    this.mark();
  }
  operations() {
    const table = el("table", { class: "ops" }, el("thead", {}, el("tr", {}, ...["Transaction", "Session", "Line", "Operations"].map((h) => el("th", { scope: "col" }, h)))));
    const body = el("tbody");
    for (const t of this.data.txns) {
      const ops = el("td");
      t.ops.forEach((o, i) => ops.append(i ? " " : "", o.hot ? el("b", {}, o.t) : o.t));
      body.append(el("tr", {}, el("td", {}, this.txn(t.i), t.status === "committed" ? "" : " " + t.status), el("td", {}, t.session || "–"), el("td", {}, t.line ? String(t.line) : "–"), ops));
    }
    table.append(body);
    return el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Operations" }, table);
  }
  copies() {
    const { data } = this;
    const bar = el("div", { class: "bar", role: "group", "aria-label": "Copy anomaly " + data.n }, el("span", { class: "quiet" }, "Copy as"));
    for (const [name, text] of [["text", data.text], ["Markdown", data.markdown], ["DOT", data.dot], ["JSON", data.json], ["EDN", data.edn]]) {
      if (text) bar.append(el("button", { "data-copy": name, onclick: () => copy(text, name) }, name));
    }
    bar.append(el("button", { "data-copy": "link", onclick: () => copy(location.href.split("#")[0] + "#" + this.box.id, "link") }, "link"));
    if (data.minimal) bar.append(el("button", { class: "download", onclick: () => download(data.minimal, `anomaly-${data.n}-${data.name}.jsonl`) }, data.smallest ? "Download the minimal history" : "Download these transactions"));
    return bar;
  }
  // go steps through the sentences; -1 shows all at once.
  go(by) {
    this.step = Math.max(-1, Math.min(this.sentences.length - 1, this.step + by));
    this.mark();
  }
  mark() {
    const edges = this.data.steps[this.step] ?? [];
    this.box.classList.toggle("stepping", this.step >= 0 && edges.length > 0);
    this.sentences.forEach((s, i) => {
      s.classList.toggle("on", i === this.step);
      if (i === this.step) s.setAttribute("aria-current", "step");
      else s.removeAttribute("aria-current");
    });
    for (const g of this.box.querySelectorAll("g[data-edge]")) g.classList.toggle("on", edges.includes(g.dataset.edge));
    this.count.textContent = this.step < 0 ? `${this.sentences.length} steps` : `step ${this.step + 1} of ${this.sentences.length}`;
  }
}

async function copy(text, name) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { "aria-label": "Text to copy" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say("Copied as " + name);
}

function download(text, name) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  say("Downloaded " + name);
}
