// Lanes holds the transactions of a run by lane and start, with what may be asked
// of any range of them at once: counts up to each place.
export class Lanes {
  constructor(run, laneOf, names) {
    const n = run.txns, lanes = names.length;
    this.names = names;
    this.first = new Int32Array(lanes + 1);
    for (let t = 0; t < n; t++) this.first[laneOf[t] + 1]++;
    for (let l = 0; l < lanes; l++) this.first[l + 1] += this.first[l];
    this.txn = new Int32Array(n);
    const fill = this.first.slice();
    for (let t = 0; t < n; t++) this.txn[fill[laneOf[t]]++] = t;
    this.start = new Float64Array(n);
    for (let l = 0; l < lanes; l++) this.order(run, l);
    for (let i = 0; i < n; i++) this.start[i] = run.start[this.txn[i]];
    this.shown = new Int32Array(n + 1);
    this.aborted = new Int32Array(n + 1);
    this.unknown = new Int32Array(n + 1);
    this.marked = new Int32Array(n + 1);
    this.firstUnknown = new Float64Array(lanes).fill(Infinity);
  }
  // order sorts a lane by start; most are sorted as they are.
  order(run, l) {
    const part = this.txn.subarray(this.first[l], this.first[l + 1]);
    for (let i = 1; i < part.length; i++) {
      if (run.start[part[i]] < run.start[part[i - 1]]) return void part.sort((a, b) => run.start[a] - run.start[b]);
    }
  }
  // filter counts anew what passes, and what of it is marked.
  filter(run, passes, marked) {
    this.firstUnknown.fill(Infinity);
    let lane = 0;
    for (let i = 0; i < this.txn.length; i++) {
      while (i >= this.first[lane + 1]) lane++;
      const t = this.txn[i], yes = passes(t) ? 1 : 0, status = run.status[t];
      this.shown[i + 1] = this.shown[i] + yes;
      this.aborted[i + 1] = this.aborted[i] + (yes && status === 1 ? 1 : 0);
      this.unknown[i + 1] = this.unknown[i] + (yes && status === 2 ? 1 : 0);
      this.marked[i + 1] = this.marked[i] + (yes && marked.has(t) ? 1 : 0);
      if (yes && status === 2 && this.firstUnknown[lane] === Infinity) this.firstUnknown[lane] = this.start[i];
    }
  }
  // at returns the first place of lane l that starts at or after time.
  at(l, time) { return this.between(this.first[l], this.first[l + 1], time); }
  // next is at for a place from lo on, which is near: it looks in steps that double.
  next(l, time, lo) {
    const end = this.first[l + 1];
    let step = 1;
    while (lo + step < end && this.start[lo + step] < time) {
      lo += step;
      step *= 2;
    }
    return this.between(lo, Math.min(end, lo + step), time);
  }
  between(lo, hi, time) {
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (this.start[mid] < time) lo = mid + 1;
      else hi = mid;
    }
    return lo;
  }
}
