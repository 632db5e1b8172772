package web

import (
	"encoding/binary"
	"encoding/json"
	"io"
	"strings"

	"visar/history"
)

// maxOps bounds the operations that a page carries. Of a larger run it has the
// transactions from the front.
const maxOps = 24_000_000

// runData is what stands in front of the columns.
type runData struct {
	Txns      int      `json:"txns"`
	AllTxns   int      `json:"allTxns"`
	Ops       int      `json:"ops"`
	Unit      string   `json:"unit"`
	Span      int64    `json:"span"`
	Lanes     []string `json:"lanes"`
	Nodes     []string `json:"nodes"`
	Errors    []string `json:"errors"`
	Faults    []band   `json:"faults"`
	Keys      int      `json:"keys"`
	NumValues int      `json:"numValues"` // if all values are integers; else 0
	Columns   []column `json:"columns"`
}

// column is a name with a length in bytes.
type column struct {
	Name   string `json:"name"`
	Length int    `json:"length"`
}

// columnNames are the columns of a run in order. Numbers are LEB128, signed ones
// zigzag, and texts are ended by newlines.
var columnNames = [...]string{"status", "lane", "start", "length", "line", "ops", "node", "error", "name",
	"kind", "key", "value", "keys", "values", "isList", "longest", "call", "callKey"}

// columns is a run as bytes, column by column.
type columns struct {
	h    *history.History
	c    *clock
	data runData
	col  [len(columnNames)][]byte
}

func newColumns(h *history.History, c *clock) *columns {
	lane, names := lanes(h, c)
	k := &columns{h: h, c: c, data: runData{AllTxns: h.Len(), Unit: c.unit, Span: c.last - c.first, Lanes: names, Keys: h.Keys(), Faults: bands(h, c)}}
	for k.data.Txns < h.Len() {
		_, hi := h.Ops(int32(k.data.Txns))
		if hi > maxOps {
			break
		}
		k.data.Txns, k.data.Ops = k.data.Txns+1, int(hi)
	}
	k.txns(lane)
	k.fields()
	if h.Calls() > 0 {
		k.calls()
	}
	k.ops()
	k.names()
	for i := range k.col {
		k.data.Columns = append(k.data.Columns, column{columnNames[i], len(k.col[i])})
	}
	return k
}

// write writes the head as a line of JSON and then the columns.
func (k *columns) write(w io.Writer) error {
	head, err := json.Marshal(k.data)
	if err != nil {
		return err
	}
	if _, err := w.Write(append(head, '\n')); err != nil {
		return err
	}
	for _, c := range k.col {
		if _, err := w.Write(c); err != nil {
			return err
		}
	}
	return nil
}

func (k *columns) unsigned(column int, n uint64) {
	k.col[column] = binary.AppendUvarint(k.col[column], n)
}

func (k *columns) signed(column int, n int64) {
	k.col[column] = binary.AppendVarint(k.col[column], n)
}

func (k *columns) text(column int, s string) {
	k.col[column] = append(append(k.col[column], history.Visible(s)...), '\n')
}

// txns writes a row for each transaction.
func (k *columns) txns(lane []int32) {
	h, c := k.h, k.c
	before, line := c.first, int64(0)
	named := false
	for t := range int32(k.data.Txns) {
		named = named || h.Named(t)
	}
	for t := range int32(k.data.Txns) {
		k.col[0] = append(k.col[0], byte(h.Status(t)))
		k.unsigned(1, uint64(lane[t]))
		k.signed(2, c.start[t]-before)
		before = c.start[t]
		length := uint64(0) // an end that is not known
		if c.end[t] != history.NoTime {
			length = uint64(max(0, c.end[t]-c.start[t])) + 1
		}
		k.unsigned(3, length)
		k.signed(4, int64(h.Line(t))-line)
		line = int64(h.Line(t))
		lo, hi := h.Ops(t)
		k.unsigned(5, uint64(hi-lo))
		if named {
			k.text(8, h.Name(t))
		}
	}
}

// fields writes the nodes and errors that the recording names.
func (k *columns) fields() {
	nodes, errors := map[string]uint64{}, map[string]uint64{}
	for t := range int32(k.data.Txns) {
		node, fault := uint64(0), uint64(0)
		for _, f := range k.h.Extras(t) {
			switch f.Name {
			case "node":
				node = idOf(nodes, &k.data.Nodes, f.Text)
			case "error":
				fault = idOf(errors, &k.data.Errors, f.Text)
			}
		}
		k.unsigned(6, node)
		k.unsigned(7, fault)
	}
}

// calls writes the call that each transaction is, and the number of its object from 1;
// nothing and 0 if it is none.
func (k *columns) calls() {
	for t := range int32(k.data.Txns) {
		k.text(16, cutTo(k.h.CallString(t), maxShownKey))
		key := uint64(0)
		if c, ok := k.h.Call(t); ok {
			key = uint64(c.Key) + 1
		}
		k.unsigned(17, key)
	}
}

// maxFieldValues bounds the different values of a field that can be filtered by.
const maxFieldValues = 5000

// idOf returns the number from 1 of a field's value; 0 beyond the most there may
// be.
func idOf(known map[string]uint64, all *[]string, text string) uint64 {
	id, ok := known[text]
	if !ok && len(*all) < maxFieldValues {
		*all = append(*all, cutTo(unquoted(text), 120))
		id = uint64(len(*all))
		known[text] = id
	}
	return id
}

// unquoted returns the string that JSON text is, or else the text.
func unquoted(text string) string {
	var s string
	if strings.HasPrefix(text, `"`) && json.Unmarshal([]byte(text), &s) == nil {
		return s
	}
	return text
}

// Kinds of operations in a page.
const (
	readValue = iota
	writeValue
	appendValue
	readPrefix // the value is a length
	readList   // the value is a length, and the elements follow
)

// ops writes a row for each operation. Values are told from the last one of their
// key, which is near.
func (k *columns) ops() {
	h := k.h
	last := make([]int64, h.Keys())
	lastLength := make([]int64, h.Keys())
	for i := range int32(k.data.Ops) {
		key := h.OpKey(i)
		k.unsigned(10, uint64(key))
		if h.OpKind(i) == history.Read && h.IsList(key) {
			list, prefix := h.ListRead(i)
			k.signed(11, int64(len(list))-lastLength[key])
			lastLength[key] = int64(len(list))
			if prefix {
				k.col[9] = append(k.col[9], readPrefix)
				continue
			}
			k.col[9] = append(k.col[9], readList)
			for _, v := range list {
				k.unsigned(11, uint64(v))
			}
			continue
		}
		k.col[9] = append(k.col[9], byte(h.OpKind(i)))
		value := int64(h.OpValue(i))
		k.signed(11, value-last[key])
		last[key] = value
	}
}

// maxShownKey bounds, in runes, keys and values in a page.
const maxShownKey = 2000

// names writes keys and values, and the longest list of each key.
func (k *columns) names() {
	h := k.h
	for x := range int32(h.Keys()) {
		k.text(12, cutTo(h.Key(x).String(), maxShownKey))
		list := byte(0)
		if h.IsList(x) {
			list = 1
		}
		k.col[14] = append(k.col[14], list)
		k.unsigned(15, uint64(len(h.Longest(x))))
		before := int64(0)
		for _, v := range h.Longest(x) {
			k.signed(15, int64(v)-before)
			before = int64(v)
		}
	}
	k.values()
}

func (k *columns) values() {
	h := k.h
	numbers := true
	for v := 1; v < h.Values() && numbers; v++ {
		x := h.Value(int32(v))
		numbers = x.Kind() == history.Int && x.Int() < 1<<52 && x.Int() > -(1<<52)
	}
	before := int64(0)
	for v := 1; v < h.Values(); v++ {
		if x := h.Value(int32(v)); numbers {
			k.signed(13, x.Int()-before)
			before = x.Int()
		} else {
			k.text(13, cutTo(x.String(), maxShownKey))
		}
	}
	if numbers {
		k.data.NumValues = h.Values()
	}
}
