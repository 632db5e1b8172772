package checker

import (
	"fmt"

	"visar/history"
)

// jsonSource is a read with whom it is from; no writer is the initial value.
type jsonSource struct {
	Read   int32  `json:"read"`
	Writer *int32 `json:"writer,omitempty"`
	Not    bool   `json:"not,omitempty"`
}

func newJSONSources(all []Source) []jsonSource {
	var list []jsonSource
	for _, s := range all {
		list = append(list, jsonSource{s.Read, present(s.Writer), s.Not})
	}
	return list
}

func parseSources(list []jsonSource) []Source {
	var all []Source
	for _, j := range list {
		all = append(all, Source{j.Read, orNone(j.Writer), j.Not})
	}
	return all
}

// sources returns the sources, which are in range.
func sources(list []jsonSource, h *history.History) ([]Source, error) {
	all := parseSources(list)
	if err := checkSourceRanges(all, h); err != nil {
		return nil, fmt.Errorf("sources: %w", err)
	}
	return all, nil
}

func checkSourceRanges(all []Source, h *history.History) error {
	for i, s := range all {
		if err := inRange("read", s.Read, 0, h.NumOps()); err != nil {
			return fmt.Errorf("entry %d: %w", i+1, err)
		}
		if err := inRange("writer", s.Writer, -1, h.Len()); err != nil {
			return fmt.Errorf("entry %d: %w", i+1, err)
		}
	}
	return nil
}
