package history

import (
	"fmt"
	"slices"
)

// findLists says which keys are lists, and reports those that are used as
// registers too. A value that such a key gave as a register stands from then on
// for a list of that one element.
func (b *Builder) findLists() {
	h := b.h
	h.isList = make([]bool, len(b.uses))
	if !b.someList {
		return
	}
	b.findPlain()
	mixed := false
	for k, use := range b.uses {
		h.isList[k] = use.list != notList
		if t := use.plain; h.isList[k] && t >= 0 {
			mixed = true
			b.Problem(Problem{Line: h.line[t], Txn: t, Fatal: true, MixedUse: true, Message: fmt.Sprintf(
				"transaction %s uses key %s as a register; elsewhere it is a list", h.Name(t), h.keys.at(int32(k)))})
		}
	}
	for i := int32(0); mixed && i < int32(len(h.opKind)); i++ {
		if h.opKind[i] == Read && b.early(i) {
			h.lists = append(h.lists, []int32{h.opValue[i]})
			h.opValue[i] = int32(^(len(h.lists) - 1))
		}
	}
}

// findPlain finds the transactions that use lists as registers.
func (b *Builder) findPlain() {
	h := b.h
	for t := range int32(len(h.session)) {
		for i := h.firstOp[t]; i < h.firstOp[t+1]; i++ {
			if k := h.opKey[i]; h.opKind[i] == Write && b.uses[k].list != notList || h.opKind[i] == Read && b.early(i) {
				b.usePlain(k, t)
			}
		}
	}
}

// early reports whether the read i returned the value of a register, of a key that is
// taken for a list only after it.
func (b *Builder) early(i int32) bool {
	list := b.uses[b.h.opKey[i]].list
	return list != notList && i < list && b.h.opValue[i] != Initial
}

// refineLists makes the longest read of each list really the longest, where an
// incompatible read that came later was longer.
func (b *Builder) refineLists() {
	h := b.h
	if len(h.lists) == 0 {
		return
	}
	before := make(map[int32][]int32)
	whole := make(map[int32]bool) // the longest list has appeared
	for t := range h.session {
		for i := h.firstOp[t]; i < h.firstOp[t+1]; i++ {
			k := h.opKey[i]
			if h.opKind[i] != Read || !h.isList[k] || h.status[t] != Committed {
				continue
			}
			if v := h.opValue[i]; v >= 0 {
				whole[k] = whole[k] || int(v) == len(h.longest[k])
				continue
			}
			if list := h.lists[^h.opValue[i]]; len(list) > len(h.longest[k]) || len(list) == len(h.longest[k]) && !whole[k] {
				whole[k] = true
				if _, ok := before[k]; !ok {
					before[k] = h.longest[k]
				}
				h.longest[k] = list
			}
		}
	}
	for i, kind := range h.opKind {
		k := h.opKey[i]
		if kind != Read || !h.isList[k] {
			continue
		}
		longest := h.longest[k]
		if v := h.opValue[i]; v < 0 {
			if list := h.lists[^v]; isPrefix(list, longest) {
				h.opValue[i] = int32(len(list))
			}
		} else if old, moved := before[k]; moved && !isPrefix(old[:v], longest) {
			h.opValue[i] = int32(^len(h.lists))
			h.lists = append(h.lists, old[:v:v])
		}
	}
}

func isPrefix(list, of []int32) bool {
	return len(list) <= len(of) && slices.Equal(list, of[:len(list)])
}

// orderSessions groups the transactions by session, and reports sessions whose
// transactions overlap in time.
func (b *Builder) orderSessions() {
	h := b.h
	first, txns := groupSessions(h.session, len(h.sessions))
	h.sessionFirst, h.sessionTxn = first, txns
	for s := range h.sessions {
		own := txns[first[s]:first[s+1]]
		for i := 1; i < len(own); i++ {
			p, t := own[i-1], own[i]
			if h.end[p] != NoTime && h.start[t] != NoTime && h.start[t] < h.end[p] {
				b.Problem(Problem{Line: h.line[t], Txn: t, Message: fmt.Sprintf(
					"transaction %s of session %s starts at %d, before %s of the same session ends at %d",
					h.Name(t), h.sessions[s], h.start[t], h.Name(p), h.end[p])})
			}
		}
	}
}

// groupSessions returns the transactions of session s, in order, as
// txns[first[s]:first[s+1]].
func groupSessions(session []int32, sessions int) (first, txns []int32) {
	first = make([]int32, sessions+1)
	for _, s := range session {
		first[s+1]++
	}
	for s := range sessions {
		first[s+1] += first[s]
	}
	txns = make([]int32, len(session))
	next := slices.Clone(first)
	for t, s := range session {
		txns[next[s]] = int32(t)
		next[s]++
	}
	return first, txns
}

// duplicateName reports that t has the name of first.
func (b *Builder) duplicateName(first, t int32) {
	h := b.h
	b.Problem(Problem{Line: h.line[t], Txn: t, Fatal: true,
		Message: fmt.Sprintf("two transactions have the id %q: the other is on line %d", h.Name(t), h.line[first])})
}
