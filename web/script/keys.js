import { el, number } from "./dom.js";
import { lastRead, txnHash } from "./data.js";
import { strip } from "./strip.js";

const listed = 200, page = 40;

// Keys lets one look at every version of a key.
export class Keys {
  constructor(section, run, inspect, prefix) {
    Object.assign(this, { section, run, inspect, prefix });
    section.hidden = false;
    this.list = el("div", { class: "keylist", role: "group", "aria-label": "Keys", tabindex: "0" });
    this.view = el("div", { "aria-live": "polite" });
    const input = el("input", { type: "search", placeholder: "Find a key", "aria-label": "Find a key", oninput: () => this.find(input.value) });
    section.append(el("div", { class: "bar" }, input, el("span", { class: "quiet" }, number(run.keyNames.length) + " keys")), this.list, this.view);
    this.find("");
  }
  find(text) {
    this.list.replaceChildren();
    let n = 0;
    for (let k = 0; k < this.run.keyNames.length && n < listed; k++) {
      const name = this.run.keyNames[k];
      if (!name.includes(text)) continue;
      n++;
      this.list.append(el("button", { "data-key": k, onclick: () => this.show(k) }, name.length > 24 ? name.slice(0, 23) + "…" : name));
    }
    if (!n) this.list.append(el("span", { class: "quiet" }, "No key has this in its name."));
  }
  // show tells the versions of key k in order, and what nobody read.
  show(k, from = 0) {
    const { run } = this;
    if (run.callKey.includes(k + 1) && !run.key.includes(k)) return this.showCalls(k, from);
    const versions = this.versions(k);
    const unread = versions.filter((v) => !v.r.length && v.w >= 0).length;
    const name = run.keyNames[k];
    const turn = (by, text) => el("button", { onclick: () => this.show(k, from + by), disabled: from + by < 0 || from + by >= versions.length }, text);
    this.view.replaceChildren(el("h3", {}, name.length > 200 ? name.slice(0, 200) + "…" : name),
      el("p", {}, `${run.isList[k] ? "List" : "Register"}, ${number(versions.length - 1)} versions, ${number(unread)} never read. `,
        el("span", { class: "quiet" }, run.isList[k] ? "In the order of the longest read; after it what nobody read." : "In the order of their writers' ends: the recording does not say which came first.")),
      el("div", { class: "bar" }, turn(-page, "‹ earlier"), turn(page, "later ›"), el("span", { class: "quiet" }, `${number(from + 1)} to ${number(Math.min(versions.length, from + page))}`)),
      strip(versions.slice(from, from + page), (t) => el("a", { href: "#" + this.prefix + txnHash(run.nameOf(t)), onclick: (e) => { e.preventDefault(); this.inspect.show(t); } }, run.nameOf(t)), "Versions of " + name));
    history.replaceState(null, "", `#${this.prefix}key-${encodeURIComponent(name)}`);
  }
  // showCalls lists what was asked of a single object, in order of the starts.
  showCalls(k, from) {
    const { run } = this, name = run.keyNames[k], calls = [];
    for (let t = 0; t < run.txns; t++) if (run.callKey[t] === k + 1) calls.push(t);
    calls.sort((a, b) => run.start[a] - run.start[b]);
    const turn = (by, text) => el("button", { onclick: () => this.showCalls(k, from + by), disabled: from + by < 0 || from + by >= calls.length }, text);
    const call = (t) => el("li", {}, el("a", { href: "#" + this.prefix + txnHash(run.nameOf(t)), onclick: (e) => { e.preventDefault(); this.inspect.show(t); } }, run.nameOf(t)), " " + run.calls[t]);
    this.view.replaceChildren(el("h3", {}, name.length > 200 ? name.slice(0, 200) + "…" : name), el("p", {}, `${number(calls.length)} calls, in the order of their starts.`),
      el("div", { class: "bar" }, turn(-page, "‹ earlier"), turn(page, "later ›"), el("span", { class: "quiet" }, `${number(from + 1)} to ${number(Math.min(calls.length, from + page))}`)),
      el("ol", { class: "ops" }, ...calls.slice(from, from + page).map(call)));
    history.replaceState(null, "", `#${this.prefix}key-${encodeURIComponent(name)}`);
  }
  versions(k) {
    const { run } = this;
    const all = [{ v: "initial", w: -1, r: [] }], at = new Map([[0, 0]]);
    const add = (v) => {
      if (!at.has(v)) { at.set(v, all.length); all.push({ v: run.valueOf(v), w: -1, r: [], more: 0 }); }
      return all[at.get(v)];
    };
    if (run.isList[k]) run.longest[k].forEach(add);
    const uses = [];
    for (let t = 0; t < run.txns; t++) for (let i = run.first[t]; i < run.first[t + 1]; i++) if (run.key[i] === k) uses.push([t, i]);
    const when = (t) => (isNaN(run.end[t]) ? run.start[t] : run.end[t]);
    for (const [t, i] of uses.filter(([, i]) => run.kind[i] === 1 || run.kind[i] === 2).sort((a, b) => when(a[0]) - when(b[0]))) {
      const v = add(run.value[i]);
      if (v.w < 0) v.w = t;
      if (run.status[t] === 1) v.v += " (aborted)";
    }
    for (const [t, i] of uses) {
      if (run.kind[i] === 1 || run.kind[i] === 2) continue;
      const v = add(lastRead(run, i));
      if (v.r.length < 6) v.r.push({ t });
      else v.more = (v.more || 0) + 1;
    }
    return all;
  }
}
