package axioms

// fewKeys is up to how many keys of a transaction are looked at one by one: they
// lie side by side, and what a table has of them does not.
const fewKeys = 16

// keyMap maps the keys of one transaction to numbers. It is emptied in constant
// time.
type keyMap struct {
	keys, numbers []int32
	at            []int32 // by key: its place among many keys, if it is there
}

func newKeyMap(keys int) keyMap { return keyMap{at: make([]int32, keys)} }

func (m *keyMap) clear() { m.keys, m.numbers = m.keys[:0], m.numbers[:0] }

// find returns the place of a key, or -1.
func (m *keyMap) find(key int32) int {
	if len(m.keys) > fewKeys {
		if i := int(m.at[key]); i < len(m.keys) && m.keys[i] == key {
			return i
		}
		return -1
	}
	for i, k := range m.keys {
		if k == key {
			return i
		}
	}
	return -1
}

// add adds a key that is not there, and returns its place.
func (m *keyMap) add(key, number int32) int {
	m.keys, m.numbers = append(m.keys, key), append(m.numbers, number)
	last := len(m.keys) - 1
	switch {
	case last > fewKeys:
		m.at[key] = int32(last)
	case last == fewKeys:
		for i, k := range m.keys {
			m.at[k] = int32(i)
		}
	}
	return last
}

// swap sets the number of a key and returns the one that it had, or otherwise.
func (m *keyMap) swap(key, number, otherwise int32) int32 {
	i := m.find(key)
	if i < 0 {
		m.add(key, number)
		return otherwise
	}
	old := m.numbers[i]
	m.numbers[i] = number
	return old
}
