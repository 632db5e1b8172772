//! How to record a history for visar. An example to copy from.
use std::sync::atomic::{AtomicI64, Ordering};

/// One sequence for all sessions: it orders what did not overlap.
static TICK: AtomicI64 = AtomicI64::new(0);

fn tick() -> i64 {
    TICK.fetch_add(1, Ordering::SeqCst) + 1
}

/// A string as JSON. Control characters are escaped by their numbers.
fn text(s: &str) -> String {
    let mut out = String::from("\"");
    for c in s.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => out += &format!("\\u{:04x}", c as u32),
            c => out.push(c),
        }
    }
    out + "\""
}

/// A line of the history; begun before anything is sent to the database.
struct Txn { session: String, start: i64, ops: Vec<String> }

impl Txn {
    fn begin(session: &str) -> Txn {
        Txn { session: text(session), start: tick(), ops: vec![] }
    }
    /// kind is r, w or append; value is JSON: what was read is null if nothing was there.
    fn op(&mut self, kind: &str, key: &str, value: &str) {
        self.ops.push(format!("[\"{kind}\",{},{value}]", text(key)));
    }
    /// Called when the client has the answer: committed, aborted, or unknown after a
    /// timeout. Each session writes its transactions in its own order.
    fn finish(self, status: &str) {
        println!("{{\"session\":{},\"status\":\"{status}\",\"start\":{},\"end\":{},\"ops\":[{}]}}",
            self.session, self.start, tick(), self.ops.join(","));
    }
}

/// Records two clients that both add one to a counter, and a third transaction.
fn main() {
    let (mut a, mut b) = (Txn::begin("a"), Txn::begin("b"));
    a.op("r", "x", "null");
    b.op("r", "x", "null");
    a.op("w", "x", "1");
    b.op("w", "x", "2");
    a.finish("committed");
    b.finish("committed");
    let mut c = Txn::begin("a");
    let element = text("caf\u{e9} \"1\"\n");
    c.op("append", "log", &element);
    c.op("r", "log", &format!("[{element}]"));
    c.finish("unknown");
}
