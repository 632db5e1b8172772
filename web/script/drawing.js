import { svg } from "./dom.js";

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#34": '"', "#39": "'" };
const plain = (text) => text.replace(/&(amp|lt|gt|quot|#34|#39);/g, (_, name) => entities[name]);

// drawings makes elements of pictures that came as text: the page may not turn text
// into markup, so that this knows no more than what visar draws with.
export function drawings(text) {
  const open = [], all = [];
  for (const [, closing, tag, attributes, empty, words] of text.matchAll(/<(\/?)(\w+)([^>]*?)(\/?)>|([^<]+)/g)) {
    if (words !== undefined) open.at(-1)?.append(plain(words));
    else if (closing) open.pop();
    else {
      const e = svg(tag, Object.fromEntries([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].filter(([, name]) => name !== "xmlns" && !name.startsWith("on")).map(([, name, value]) => [name, plain(value)])));
      if (open.length) open.at(-1).append(e);
      else all.push(e);
      if (!empty) open.push(e);
    }
  }
  return all;
}
