import { el, svg, number, timeText } from "./dom.js";

// strip draws the versions of a key in a row, each with who wrote and who read it.
export function strip(items, txn, title) {
  const row = el("div", { class: "strip", role: "list", tabindex: "0", "aria-label": title });
  for (const item of items) {
    if (item.omitted) {
      row.append(el("span", { class: "gap", role: "listitem" }, "… " + number(item.omitted) + " more …"));
      continue;
    }
    const by = item.w >= 0 ? ["by ", txn(item.w)] : [];
    const box = el("div", { class: "v" + (item.hot ? " hot" : ""), role: "listitem" }, el("b", {}, item.v), ...by);
    const readers = el("div", { class: "quiet" }, item.r?.length ? "read by " : "not read");
    (item.r || []).forEach((r, i) => readers.append(i ? ", " : "", txn(r.t)));
    if (item.more) readers.append(" and " + number(item.more) + " more");
    box.append(readers);
    row.append(box);
  }
  return row;
}

const width = 640, left = 110, rowHeight = 22;

// mini draws the transactions of an anomaly on a small timeline, a line for each.
export function mini(txns, unit) {
  const first = Math.min(...txns.map((t) => t.start));
  const last = Math.max(first + 1, ...txns.map((t) => t.end ?? t.start));
  const x = (t) => left + ((t - first) / (last - first)) * (width - left - 10);
  const height = txns.length * rowHeight + 22;
  const out = svg("svg", { class: "mini", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": "When the transactions ran" });
  txns.forEach((t, i) => {
    const y = i * rowHeight + 4;
    const end = t.end ?? last;
    out.append(svg("text", { x: 0, y: y + 11 }, t.name.length > 15 ? t.name.slice(0, 14) + "…" : t.name),
      svg("rect", { class: t.status, x: x(t.start), y, width: Math.max(3, x(end) - x(t.start)), height: 14, rx: 3 },
        svg("title", {}, `${t.name}: ${t.status}, ${timeText(t.start, unit)} to ${t.end === null ? "an end that is not known" : timeText(t.end, unit)}`)));
  });
  const y = height - 6;
  out.append(svg("text", { x: left, y }, timeText(first, unit)), svg("text", { x: width - 10, y, "text-anchor": "end" }, timeText(last, unit)));
  return out;
}
