import { el, say } from "./dom.js";
import { decodeRun, unpack, txnHash } from "./data.js";
import { Anomalies } from "./anomalies.js";
import { Inspector } from "./inspector.js";
import { Keys } from "./keys.js";
import { Search } from "./search.js";
import { Timeline } from "./timeline.js";

// Page is the report: its runs, of which one is current.
class Page {
  constructor() {
    this.runs = [...document.querySelectorAll(".run")].map((root) => ({ root, n: root.dataset.run, prefix: root.dataset.prefix, anomalies: { all: [], go() {} } }));
    this.current = this.runs[0];
    this.theme();
    this.help = this.makeHelp();
    this.search = new Search(this);
    document.getElementById("tools").append(el("button", { "aria-label": "Search", onclick: () => this.search.open() }, "Search"), this.themeButton, el("button", { "aria-label": "Help", onclick: () => this.help.showModal() }, "?"));
    document.addEventListener("keydown", (e) => this.key(e));
    document.addEventListener("click", (e) => this.click(e));
    addEventListener("hashchange", () => this.go(decodeURIComponent(location.hash.slice(1)), true));
    addEventListener("beforeprint", () => this.runs.forEach((r) => r.anomalies.all.forEach((a) => a.unfold())));
  }
  async load() {
    const hash = location.hash.slice(1);
    for (const run of this.runs) {
      run.inspect = new Inspector(run.prefix);
      const details = await unpack("details-" + run.n);
      if (details) run.anomalies = new Anomalies(run.root, run.prefix, JSON.parse(new TextDecoder().decode(details)), run.inspect);
    }
    if (!this.current) return;
    this.choose(this.runs[0]);
    if (hash) this.go(hash);
    await this.loadRun(this.current);
    if (hash) this.go(hash);
    document.documentElement.dataset.ready = "yes";
  }
  // loadRun decodes a run when it is first shown.
  loadRun(run) {
    run.loading ||= this.decode(run);
    return run.loading;
  }
  async decode(run) {
    const bytes = await unpack("columns-" + run.n);
    if (!bytes) return;
    run.run = run.inspect.run = decodeRun(bytes);
    run.timeline = new Timeline(run.root.querySelector('[id$="timeline"]'), run.run, run.anomalies, run.inspect);
    run.keys = new Keys(run.root.querySelector('[id$="keys"]'), run.run, run.inspect, run.prefix);
    this.nav();
  }
  choose(run) {
    this.current = run;
    for (const r of this.runs) r.root.hidden = r !== run;
    this.nav();
    this.loadRun(run);
  }
  nav() {
    if (!this.current) return;
    const links = [["verdict", "Verdict"], ["baseline", "Compared"], ["exposure", "Could have shown"], ["anomalies", "Anomalies"], ["figures", "Drawings"], ["timeline", "Timeline"], ["keys", "Keys"]];
    document.getElementById("sections").replaceChildren(...links.filter(([id]) => { const s = document.getElementById(this.current.prefix + id); return s && !s.hidden; }).map(([id, text]) => el("a", { href: `#${this.current.prefix}${id}` }, text)));
  }
  click(e) {
    const link = e.target.closest('a[href^="#"]');
    if (link && !e.defaultPrevented && link.getAttribute("href").length > 1) {
      e.preventDefault();
      this.go(decodeURIComponent(link.getAttribute("href").slice(1)));
    }
  }
  // go follows a permalink.
  go(hash, quietly) {
    let id = hash;
    try { id = decodeURIComponent(hash); } catch { /* a name with a percent sign */ }
    const owner = this.runs.find((r) => r.prefix && id.startsWith(r.prefix)) ?? (/^run-\d+$/.test(id) ? this.runs[id.slice(4) - 1] : this.runs.find((r) => r.root.querySelector("#" + CSS.escape(id))) ?? this.runs[0]);
    if (!owner) return;
    if (owner !== this.current) this.choose(owner);
    const name = id.slice(owner.prefix.length);
    const anomaly = owner.anomalies.all.find((a) => a.box.id === id);
    if (anomaly) return owner.anomalies.open(anomaly);
    const target = document.getElementById(id);
    if (name.startsWith("key-")) {
      const k = owner.run?.keyNames.indexOf(name.slice(4)) ?? -1;
      if (k >= 0) { owner.keys.show(k); owner.keys.section.scrollIntoView(); }
      return;
    }
    if (owner.run && (/^T\d+$/.test(name) || name.startsWith("txn-"))) {
      const t = owner.run.names ? owner.run.names.findIndex((n) => n === name || "txn-" + n === name) : +name.slice(1) - 1;
      if (t >= 0) { owner.inspect.show(t); return owner.timeline.show([t]); }
    }
    for (let d = target?.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    target?.scrollIntoView();
    if (!quietly && target) history.replaceState(null, "", "#" + encodeURIComponent(id).replaceAll("%3A", ":"));
  }
  key(e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "Escape") { if (this.current?.inspect?.hide()) e.preventDefault(); return; }
    if (e.target.closest?.("input, select, textarea, dialog[open]")) return;
    const list = this.current?.anomalies, act = { j: () => list.go(1), k: () => list.go(-1), n: () => list.current?.go(1), p: () => list.current?.go(-1), "/": () => this.search.open(), "?": () => this.help.showModal() }[e.key];
    if (act && list) { e.preventDefault(); act(); }
  }
  theme() {
    let kept = null;
    try { kept = localStorage.getItem("visar-theme"); } catch { /* not for files */ }
    const set = (theme) => {
      if (theme) document.documentElement.dataset.theme = theme;
      this.runs.forEach((r) => r.timeline?.recolor());
    };
    set(kept);
    this.themeButton = el("button", { "aria-label": "Light or dark", onclick: () => {
      const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
      set(dark ? "light" : "dark");
      try { localStorage.setItem("visar-theme", dark ? "light" : "dark"); } catch { /* not for files */ }
    } }, "◐");
  }
  makeHelp() {
    const keys = [["j k", "next, previous anomaly"], ["n p", "next, previous step of its cycle"], ["/", "search"], ["Esc", "close what is open"], ["?", "this help"], ["← → ↑ ↓", "move the timeline, when it has the focus"], ["+ − Home", "zoom the timeline, show all"], ["Ctrl and wheel", "zoom at the pointer; two fingers do too"]];
    const box = el("dialog", { "aria-label": "Keys" }, el("h2", {}, "Keys"), el("dl", { class: "border" }, ...keys.map(([k, what]) => el("div", {}, el("dt", {}, ...k.split(" ").map((x) => el("kbd", {}, x))), el("dd", {}, what)))), el("button", { onclick: () => box.close() }, "Close"));
    document.body.append(box);
    return box;
  }
}

const page = new Page();
globalThis.visarPage = page; // for tests of the page
page.load().catch((e) => say("The run could not be unpacked: " + e.message));
