import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** How to record a history for visar. An example to copy from. */
public class Writer {
    /** One sequence for all sessions: it orders what did not overlap. */
    static final AtomicLong tick = new AtomicLong();

    /** A value as JSON: null, a number, a boolean, a string, or a list of these. */
    static String json(Object v) {
        if (v instanceof List<?> list) return list.stream().map(Writer::json).collect(Collectors.joining(",", "[", "]"));
        if (!(v instanceof String s)) return String.valueOf(v);
        StringBuilder out = new StringBuilder("\"");
        for (char c : s.toCharArray()) {
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c < ' ') out.append(String.format("\\u%04x", (int) c));
            else out.append(c);
        }
        return out.append('"').toString();
    }

    /** A line of the history; begun before anything is sent to the database. */
    static class Txn {
        final String session;
        final long start = tick.incrementAndGet();
        final List<String> ops = new ArrayList<>();

        Txn(String session) { this.session = session; }

        /** kind is r, w or append; what was read is null if nothing was there. */
        void op(String kind, String key, Object value) {
            ops.add("[\"" + kind + "\"," + json(key) + "," + json(value) + "]");
        }

        /** Called when the client has the answer: committed, aborted, or unknown after a
            timeout. Each session writes its transactions in its own order. */
        void finish(PrintStream out, String status) {
            out.print("{\"session\":" + json(session) + ",\"status\":\"" + status + "\",\"start\":" + start
                + ",\"end\":" + tick.incrementAndGet() + ",\"ops\":[" + String.join(",", ops) + "]}\n");
        }
    }

    /** Records two clients that both add one to a counter, and a third transaction. */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        Txn a = new Txn("a"), b = new Txn("b");
        a.op("r", "x", null); b.op("r", "x", null);
        a.op("w", "x", 1); b.op("w", "x", 2);
        a.finish(out, "committed"); b.finish(out, "committed");
        Txn c = new Txn("a");
        c.op("append", "log", "caf\u00e9 \"1\"\n");
        c.op("r", "log", List.of("caf\u00e9 \"1\"\n"));
        c.finish(out, "unknown");
    }
}
