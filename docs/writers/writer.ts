// How to record a history for visar. An example to copy from.

type Value = string | number | boolean;
type Op = ["r", string, Value | Value[] | null] | ["w" | "append", string, Value];
type Status = "committed" | "aborted" | "unknown";

// One sequence for all sessions: it orders what did not overlap.
let tick = 0;

/** A line of the history; begun before anything is sent to the database. */
class Txn {
  private readonly session: string;
  private readonly start = ++tick;
  private readonly ops: Op[] = [];

  constructor(session: string) {
    this.session = session;
  }

  /** Notes what the database returned; null if the key was not there. */
  read(key: string, got: Value | Value[] | null): void {
    this.ops.push(["r", key, got]);
  }

  write(key: string, value: Value): void {
    this.ops.push(["w", key, value]);
  }

  append(key: string, element: Value): void {
    this.ops.push(["append", key, element]);
  }

  /**
   * The line, once the client has the answer: committed, aborted, or unknown after
   * a timeout. Each session writes its transactions in its own order.
   */
  finish(status: Status): string {
    return JSON.stringify({ session: this.session, status, start: this.start, end: ++tick, ops: this.ops });
  }
}

// Two clients that both add one to a counter, and a third transaction.
const a = new Txn("a");
const b = new Txn("b");
a.read("x", null);
b.read("x", null);
a.write("x", 1);
b.write("x", 2);
console.log(a.finish("committed"));
console.log(b.finish("committed"));
const c = new Txn("a");
c.append("log", 'caf\u00e9 "1"\n');
c.read("log", ['caf\u00e9 "1"\n']);
console.log(c.finish("unknown"));
