package claims

// Catalogue are all claims: systems by name, then kinds of replicated objects.
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
}
