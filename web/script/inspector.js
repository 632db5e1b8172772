import { el, number, timeText } from "./dom.js";
import { opText, statusName, txnHash } from "./data.js";

// Inspector shows one transaction beside the page.
export class Inspector {
  constructor(prefix) {
    this.prefix = prefix;
    this.box = document.getElementById("inspector");
  }
  nameOf(t) {
    return this.run ? this.run.nameOf(t) : "T" + (t + 1);
  }
  show(t) {
    const { run, box } = this;
    if (!run || t >= run.txns) return;
    this.back = document.activeElement;
    const end = run.end[t];
    const facts = [["Status", statusName[run.status[t]]], ["Session", run.lanes[run.lane[t]] || "its own"], ["Line", run.line[t] || "–"],
      ["Start", timeText(run.start[t], run.unit)], ["End", isNaN(end) ? "not known" : timeText(end, run.unit)]];
    if (!isNaN(end)) facts.push(["Took", timeText(end - run.start[t], run.unit)]);
    if (run.node[t]) facts.push(["Node", run.nodes[run.node[t] - 1]]);
    if (run.error[t]) facts.push(["Error", run.errors[run.error[t] - 1]]);
    const list = el("ol", { class: "ops" });
    const lo = run.first[t], hi = Math.min(run.first[t + 1], lo + 500), call = run.callKey[t];
    const op = (k, text) => list.append(el("li", {}, el("a", { href: `#${this.prefix}key-${encodeURIComponent(run.keyNames[k])}` }, text)));
    if (call) op(call - 1, run.calls[t]);
    else for (let i = lo; i < hi; i++) op(run.key[i], opText(run, i));
    box.replaceChildren(el("div", { class: "bar" }, el("h2", { tabindex: "-1" }, run.nameOf(t)), el("button", { class: "close", onclick: () => this.hide() }, "Close")),
      el("dl", { class: "facts" }, ...facts.map(([k, v]) => el("div", {}, el("dt", {}, k), el("dd", {}, String(v))))), el("h3", {}, call ? "1 operation" : number(run.first[t + 1] - lo) + " operations"), list);
    box.hidden = false;
    box.querySelector("h2").focus();
    history.replaceState(null, "", "#" + this.prefix + txnHash(run.nameOf(t)));
    this.onshow?.(t);
  }
  hide() {
    if (this.box.hidden) return false;
    this.box.hidden = true;
    this.back?.focus?.();
    return true;
  }
}
