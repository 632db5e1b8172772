package claims

// Catalogue are all claims: systems by name, then kinds of replicated objects, then what crashes may take.
var Catalogue = []*Claim{
	CockroachDB,
	Convex,
	ElectricSQL,
	Etcd,
	InnoDBReadUncommitted,
	InnoDBReadCommitted,
	InnoDBRepeatableRead,
	InnoDBSerializable,
	LiveStore,
	PostgreSQLReadCommitted,
	PostgreSQLRepeatableRead,
	PostgreSQLSerializable,
	Spanner,
	ZooKeeper,
	LWWRegister,
	MVRegister,
	Convergence,
	Durable,
	StrictDurable,
	BufferedDurable,
}
