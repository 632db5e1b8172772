import { el } from "./dom.js";
import { txnHash } from "./data.js";

const most = 30;

// Search finds anomalies, models, transactions and keys by name.
export class Search {
  constructor(page) {
    this.page = page;
    this.input = el("input", { type: "search", "aria-label": "Search", placeholder: "anomaly, model, T1042, key", oninput: () => this.find() });
    this.results = el("ul", { class: "results", "aria-live": "polite" });
    this.box = el("dialog", { "aria-label": "Search" }, this.input, this.results);
    document.body.append(this.box);
    this.box.addEventListener("keydown", (e) => e.key === "Enter" && e.target === this.input && (e.preventDefault(), this.results.querySelector("a")?.click()));
  }
  open() {
    this.box.showModal();
    this.input.select();
  }
  find() {
    const text = this.input.value.trim().toLowerCase(), { run, anomalies, prefix } = this.page.current;
    const found = [];
    const add = (href, label) => found.length < most && found.push([href, label]);
    if (text) {
      for (const a of anomalies.all) if (`${a.data.name} ${a.data.title} #${a.data.n} ${a.data.txns.map((t) => t.name).join(" ")}`.toLowerCase().includes(text)) add(a.box.id, `#${a.data.n} ${a.data.title}`);
      for (const row of document.querySelectorAll(`.axioms tr[id^="${prefix}model-"]`)) if (row.id.includes(text)) add(row.id, row.id.slice(prefix.length + 6) + " (model)");
      for (let t = 0; run && t < run.txns && found.length < most; t++) if (run.nameOf(t).toLowerCase() === text || (run.names && run.nameOf(t).toLowerCase().includes(text))) add(prefix + txnHash(run.nameOf(t)), run.nameOf(t) + " (transaction)");
      for (let k = 0; run && k < run.keyNames.length && found.length < most; k++) if (run.keyNames[k].toLowerCase().includes(text)) add(`${prefix}key-${encodeURIComponent(run.keyNames[k])}`, run.keyNames[k].slice(0, 80) + " (key)");
    }
    this.results.replaceChildren(...found.map(([href, label]) => el("li", {}, el("a", { href: "#" + href, onclick: (e) => { e.preventDefault(); this.box.close(); this.page.go(href); } }, label))));
    if (text && !found.length) this.results.append(el("li", { class: "quiet" }, "Nothing has this name."));
  }
}
