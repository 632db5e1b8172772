package visartest

// Scan records a read of every key that a scan could have found: the domain, in its
// order. What was not found is read as nil. To find a key that is not in the domain
// is a mistake in the test.
func Scan[K comparable, V any](tx *Txn, domain []K, found map[K]V) {
	seen := 0
	for _, k := range domain {
		v, ok := found[k]
		if !ok {
			tx.Read(k, nil)
			continue
		}
		seen++
		tx.Read(k, v)
	}
	if seen < len(found) {
		tx.mistake("scan: expected no keys but those of the domain, got %d others", len(found)-seen)
	}
}
