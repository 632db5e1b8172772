package generate

// model is the discipline of a store.
type model struct {
	name string
	// sites is whether there are replicas, which hear of commits one from the
	// other; otherwise commits enter one log, and what is seen is a prefix of it.
	sites bool
	// causal, of replicas: what is heard of comes with all that it depends on.
	causal bool
	// noConflict: a transaction sees all earlier writers of the keys that it
	// writes.
	noConflict bool
	// freshWriters, of a log: a transaction that writes sees the whole log.
	freshWriters bool
	// freshReaders, of a log: one that only reads does.
	freshReaders bool
}

var models = []*model{
	{name: "strict-serializable", noConflict: true, freshWriters: true, freshReaders: true},
	{name: "serializable", noConflict: true, freshWriters: true},
	{name: "snapshot-isolation", noConflict: true},
	{name: "prefix"},
	{name: "parallel-snapshot-isolation", sites: true, causal: true, noConflict: true},
	{name: "causal", sites: true, causal: true},
	{name: "read-atomic", sites: true},
}

// Models returns the names of the models that a store can have, from the
// strongest down. Sessions are always in force: what is generated with several
// transactions in a session obeys the strong-session form of the model.
func Models() []string {
	var names []string
	for _, m := range models {
		names = append(names, m.name)
	}
	return names
}

func modelByName(name string) *model {
	for _, m := range models {
		if m.name == name {
			return m
		}
	}
	return nil
}

// snapshots reports whether what a transaction sees is always a prefix of
// arbitration.
func (m *model) snapshots() bool { return !m.sites }
