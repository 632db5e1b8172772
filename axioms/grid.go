package axioms

import "strings"

// base is a row of the grid of models: the axioms that say how visibility closes
// and whether writes may conflict. Each row has four models, which differ in what
// sessions and real time force.
type base struct {
	name, short, title string
	axioms             Set
	promise            string // what it promises
	allows             string // what it still allows
	source             string
	also               []string
}

// model makes the model of the row with the given prefix of its names and more
// axioms.
func (b base) model(name, short, title string, more Set, promise, allows, source string) *Model {
	return &Model{
		Name:   name + b.name,
		Short:  short + b.short,
		Title:  capital(title + b.title),
		Axioms: INT | EXT | b.axioms | more,
		Doc:    b.promise + promise + b.allows + allows,
		Source: b.source + source,
	}
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// plain is the model of the row by itself.
func (b base) plain() *Model {
	m := b.model("", "", "", 0, "",
		" Sessions play no part: a client need not see its own earlier transactions.", "")
	m.Also = b.also
	return m
}

// strongSession forces session order into visibility.
func (b base) strongSession() *Model {
	return b.model("strong-session-", "ss-", "strong session ", SESSION,
		" A transaction also sees all earlier ones of its session.",
		" What other clients have committed may be seen late, however long ago that was.",
		"; the strong-session form is that of Daudjee and Salem, ICDE 2004")
}

// realtime forces session order into visibility and real time into arbitration.
func (b base) realtime() *Model {
	return b.model("realtime-", "rt-", "real-time ", SESSION|ARREALTIME,
		" A transaction also sees all earlier ones of its session, and is ordered after all that ended before it started.",
		" What it sees of other clients may still be old.",
		"; the real-time form is our own")
}

// strong forces session order and real time into visibility.
func (b base) strong() *Model {
	return b.model("strong-", "strong-", "strong ", REALTIME,
		" A transaction also sees all earlier ones of its session and all that ended before it started.",
		"",
		"; the strong form is that of Daudjee and Salem, VLDB 2006")
}

var readAtomic = base{
	name: "read-atomic", short: "ra", title: "read atomic",
	promise: "A transaction sees all or nothing of another one, its reads repeat, and it sees its own writes.",
	allows: " What it sees need not include what the transactions it sees have seen: effects may be seen without" +
		" their causes. Updates may be lost.",
	source: "CBG15 (Cerone, Bernardi, Gotsman, CONCUR 2015); Bailis et al., SIGMOD 2014",
}

var updateAtomic = base{
	name: "update-atomic", short: "ua", title: "update atomic",
	axioms: NOCONFLICT,
	promise: "A transaction sees all or nothing of another one, and of two that write the same key one sees the other:" +
		" no update is lost.",
	allows: " Effects may be seen without their causes.",
	source: "Liu et al., ROLA, FASE 2018; named so by Cerone et al.",
	also:   []string{"rola"},
}

var causal = base{
	name: "causal", short: "cc", title: "causal consistency",
	axioms: TRANSVIS,
	promise: "A transaction sees all or nothing of another one, and with it all that this one saw; where writes conflict," +
		" all agree which one wins.",
	allows: " Updates may be lost, and two readers may see two unrelated writes in opposite orders (long fork).",
	source: "CBG15",
	also:   []string{"causal-cerone", "causal-consistency"},
}

var parallelSnapshotIsolation = base{
	name: "parallel-snapshot-isolation", short: "psi", title: "parallel snapshot isolation",
	axioms: TRANSVIS | NOCONFLICT,
	promise: "A transaction reads from a causally closed snapshot, and of two that write the same key one sees the other:" +
		" no update is lost.",
	allows: " Two readers may see two unrelated writes in opposite orders (long fork). Write skew.",
	source: "Sovran et al., Walter, SOSP 2011; CBG15",
}

var prefixConsistency = base{
	name: "prefix", short: "pc", title: "prefix consistency",
	axioms: PREFIX,
	promise: "There is one order of all transactions, and each reads from a snapshot that is a prefix of it: a state" +
		" that the database went through.",
	allows: " Snapshots may be old. Updates may be lost. Write skew.",
	source: "CBG15",
	also:   []string{"prefix-consistency"},
}

var snapshotIsolation = base{
	name: "snapshot-isolation", short: "si", title: "snapshot isolation",
	axioms: PREFIX | NOCONFLICT,
	promise: "There is one order of all transactions, each reads from a snapshot that is a prefix of it, and no other" +
		" transaction commits a key that it writes between its snapshot and its commit.",
	allows: " Snapshots may be old (generalised snapshot isolation). Write skew: two transactions each read what the" +
		" other overwrites.",
	source: "CBG15; Elnikety, Pedone and Zwaenepoel, 2004; Adya's thesis, PL-SI",
	also:   []string{"pl-si", "generalized-snapshot-isolation"},
}

var serializability = base{
	name: "serializable", short: "ser", title: "serializability",
	axioms: TOTALVIS,
	promise: "The transactions might have run one after the other: each sees all that come before it in one order." +
		" On histories without predicate reads this is repeatable read in Adya's sense, too.",
	allows: " The order need not be that of real time.",
	source: "CBG15; Papadimitriou, JACM 1979; Adya's thesis, PL-3",
	also:   []string{"pl-3", "serializability"},
}
