"""How to record a history for visar. An example to copy from."""

import itertools
import json
import sys

# One sequence for all sessions: it orders what did not overlap.
tick = itertools.count(1)


class Txn:
    """A line of the history; begun before anything is sent to the database."""

    def __init__(self, session):
        self.line = {"session": session, "status": None, "start": next(tick), "end": None, "ops": []}

    def read(self, key, got):
        """Notes what the database returned; None if the key was not there."""
        self.line["ops"].append(["r", key, got])

    def write(self, key, value):
        self.line["ops"].append(["w", key, value])

    def append(self, key, element):
        self.line["ops"].append(["append", key, element])

    def finish(self, out, status):
        """Called when the client has the answer: committed, aborted, or unknown
        after a timeout. Each session writes its transactions in its own order."""
        self.line["end"], self.line["status"] = next(tick), status
        out.write(json.dumps(self.line) + "\n")


def main():
    """Records two clients that both add one to a counter, and a third transaction."""
    a, b = Txn("a"), Txn("b")
    a.read("x", None)
    b.read("x", None)
    a.write("x", 1)
    b.write("x", 2)
    a.finish(sys.stdout, "committed")
    b.finish(sys.stdout, "committed")
    c = Txn("a")
    c.append("log", 'caf\u00e9 "1"\n')
    c.read("log", ['caf\u00e9 "1"\n'])
    c.finish(sys.stdout, "unknown")


if __name__ == "__main__":
    main()
