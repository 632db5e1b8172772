// el makes an element: text is only ever text, never markup.
export function el(tag, attributes = {}, ...children) {
  const e = document.createElement(tag);
  fill(e, attributes, children);
  return e;
}

// svg is el for drawings.
export function svg(tag, attributes = {}, ...children) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
  fill(e, attributes, children);
  return e;
}

function fill(e, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) e.addEventListener(name.slice(2), value);
    else e.setAttribute(name, value === true ? "" : value);
  }
  e.append(...children.filter((c) => c !== null && c !== undefined && c !== false));
}

let toastTimer = 0;

// say shows a remark for a moment, and tells it to screen readers.
export function say(text) {
  let toast = document.querySelector(".toast");
  if (!toast) {
    toast = el("div", { class: "toast", role: "status" });
    document.body.append(toast);
  }
  toast.hidden = false;
  toast.textContent = text;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (toast.hidden = true), 2500);
}

export const number = (n) => n.toLocaleString("en-US");

// tickText writes a time on an axis whose marks are a step apart, with no more digits
// than that takes.
export function tickText(t, step, unit) {
  if (unit !== "ns" || !t) return number(Math.round(t));
  const [size, name] = step >= 1e7 ? [1e9, " s"] : step >= 1e4 ? [1e6, " ms"] : [1e3, " µs"];
  return (t / size).toFixed(Math.max(0, Math.ceil(-Math.log10(step / size)))) + name;
}

// timeText writes a time in the unit of the run.
export function timeText(t, unit) {
  if (unit !== "ns" || !t) return number(Math.round(t));
  if (t < 1e6) return (t / 1e3).toFixed(1) + " µs";
  if (t < 1e9) return (t / 1e6).toFixed(t < 1e7 ? 2 : 1) + " ms";
  return (t / 1e9).toFixed(t < 1e10 ? 3 : 2) + " s";
}
