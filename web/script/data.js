// unpack returns the bytes of a data block.
export async function unpack(id) {
  const block = document.getElementById(id);
  if (!block) return null;
  const text = block.textContent;
  const packed = new Uint8Array(Math.floor((text.length * 3) / 4));
  let n = 0;
  for (let at = 0; at < text.length; at += 1 << 20) {
    const part = atob(text.slice(at, at + (1 << 20)));
    for (let i = 0; i < part.length; i++) packed[n++] = part.charCodeAt(i);
  }
  block.remove();
  const stream = new Blob([packed.subarray(0, n)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// A column is read from front to back: LEB128 numbers, zigzag where signed.
class Column {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  unsigned() {
    let n = 0, scale = 1;
    for (;;) {
      const b = this.bytes[this.at++];
      n += (b & 127) * scale;
      if (b < 128) return n;
      scale *= 128;
    }
  }
  signed() {
    const n = this.unsigned();
    return n % 2 ? -(n + 1) / 2 : n / 2;
  }
  lines() {
    const all = new TextDecoder().decode(this.bytes).split("\n");
    all.pop();
    return all;
  }
}

// decodeRun makes arrays of the columns of a run.
export function decodeRun(bytes) {
  const end = bytes.indexOf(10);
  const run = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  const col = {};
  let at = end + 1;
  for (const { name, length } of run.columns) {
    col[name] = new Column(bytes.subarray(at, at + length));
    at += length;
  }
  decodeTxns(run, col);
  decodeKeys(run, col);
  decodeOps(run, col);
  return run;
}

function decodeTxns(run, col) {
  const n = run.txns;
  run.status = col.status.bytes;
  run.lane = new Int32Array(n);
  run.start = new Float64Array(n);
  run.end = new Float64Array(n); // NaN if it is not known
  run.line = new Int32Array(n);
  run.first = new Int32Array(n + 1);
  run.node = new Int32Array(n);
  run.error = new Int32Array(n);
  let start = 0, line = 0;
  for (let t = 0; t < n; t++) {
    run.lane[t] = col.lane.unsigned();
    run.start[t] = start += col.start.signed();
    const length = col.length.unsigned();
    run.end[t] = length ? start + length - 1 : NaN;
    run.line[t] = line += col.line.signed();
    run.first[t + 1] = run.first[t] + col.ops.unsigned();
    run.node[t] = col.node.unsigned();
    run.error[t] = col.error.unsigned();
  }
  run.names = col.name.bytes.length ? col.name.lines() : null;
  run.nameOf = (t) => (run.names ? run.names[t] : "T" + (t + 1));
  run.calls = col.call.bytes.length ? col.call.lines() : null; // by transaction
  run.callKey = new Int32Array(run.calls ? n : 0); // from 1; 0 of none
  for (let t = 0; t < run.callKey.length; t++) run.callKey[t] = col.callKey.unsigned();
  run.nodes ||= [];
  run.errors ||= [];
}

function decodeKeys(run, col) {
  run.keyNames = col.keys.lines();
  run.isList = col.isList.bytes;
  run.longest = run.keyNames.map(() => {
    const list = new Int32Array(col.longest.unsigned());
    let v = 0;
    for (let i = 0; i < list.length; i++) list[i] = v += col.longest.signed();
    return list;
  });
  if (!run.numValues) {
    const values = col.values.lines();
    run.valueOf = (v) => (v ? values[v - 1] : "initial");
    return;
  }
  const values = new Float64Array(run.numValues);
  for (let v = 1; v < run.numValues; v++) values[v] = values[v - 1] + col.values.signed();
  run.valueOf = (v) => (v ? String(values[v]) : "initial");
}

function decodeOps(run, col) {
  run.kind = col.kind.bytes;
  run.key = new Int32Array(run.ops);
  run.value = new Int32Array(run.ops);
  run.lists = new Map(); // of reads that are no prefix of the longest
  const last = new Int32Array(run.keyNames.length), lastLength = new Int32Array(run.keyNames.length);
  for (let i = 0; i < run.ops; i++) {
    const k = (run.key[i] = col.key.unsigned());
    if (run.kind[i] < 3) {
      run.value[i] = last[k] += col.value.signed();
      continue;
    }
    const length = (run.value[i] = lastLength[k] += col.value.signed());
    if (run.kind[i] === 4) run.lists.set(i, Array.from({ length }, () => col.value.unsigned()));
  }
}

// lastRead is the value that a read shows: of a list its last element.
export function lastRead(run, i) {
  if (run.kind[i] === 0) return run.value[i];
  if (!run.value[i]) return 0;
  return run.kind[i] === 4 ? run.lists.get(i).at(-1) : run.longest[run.key[i]][run.value[i] - 1];
}

// opText writes an operation in the notation.
export function opText(run, i) {
  const key = run.keyNames[run.key[i]];
  if (run.kind[i] < 3) return `${"rwa"[run.kind[i]]}(${key},${run.valueOf(run.value[i])})`;
  const list = run.kind[i] === 4 ? run.lists.get(i) : Array.from(run.longest[run.key[i]].subarray(0, run.value[i]));
  const shown = list.length > 12 ? ["…", ...list.slice(-10).map(run.valueOf)] : list.map(run.valueOf);
  return `r(${key},[${shown.join(" ")}])`;
}

export const statusName = ["committed", "aborted", "unknown"];

// txnHash is the permalink of a transaction.
export function txnHash(name) {
  return /^T\d+$/.test(name) ? name : "txn-" + encodeURIComponent(name);
}
