package format

// What a byte is to skipInside.
const (
	stepPlain  = iota // part of a name, or between names
	stepPrefix        // begins something else where it begins a token: \a #{ ^
	stepOpener
	stepCloser
	stepOther // begins a string or a comment
)

var ednStep = func() (step [256]uint8) {
	for _, c := range []byte(`\#^`) {
		step[c] = stepPrefix
	}
	for _, c := range []byte("([{") {
		step[c], step[closerOf(c)] = stepOpener, stepCloser
	}
	step['"'], step[';'] = stepOther, stepOther
	return step
}()

// skip moves past one form and what is discarded before it. It keeps its own
// stack, so that it can say what is still open where the text ends.
func (p *ednText) skip() error {
	p.open = p.open[:0]
	for forms := 1; forms > 0; {
		more, err := p.skipPart()
		if err != nil {
			return err
		}
		forms += more
		if len(p.open) > 0 {
			if err := p.skipInside(); err != nil {
				return err
			}
			forms--
		}
	}
	return nil
}

// skipInside moves past the end of what is open. Nearly all there is names,
// numbers and brackets.
func (p *ednText) skipInside() error {
	for i := p.at; i < len(p.src); {
		c := p.src[i]
		switch ednStep[c] {
		case stepPlain:
			i++
			continue
		case stepPrefix:
			if ednClass[p.src[i-1]] == ednToken {
				i++ // within a name
				continue
			}
		}
		p.at = i
		if err := p.step(c); err != nil {
			return err
		}
		if i = p.at; len(p.open) == 0 {
			return nil
		}
	}
	p.at = len(p.src)
	return errMore
}

// step moves past a bracket, or a part that is not plain.
func (p *ednText) step(c byte) error {
	switch ednStep[c] {
	case stepOpener:
		return p.push(1, closerOf(c))
	case stepCloser:
		return p.pop(c)
	}
	_, err := p.skipPart()
	return err
}

// closerOf returns the bracket that closes what c opens.
func closerOf(c byte) byte {
	switch c {
	case '(':
		return ')'
	case '[':
		return ']'
	}
	return '}'
}

// skipPart moves past an atom, a bracket or a prefix. It returns by how much
// that changes the number of forms to skip.
func (p *ednText) skipPart() (int, error) {
	c, err := p.blank()
	if err != nil {
		return 0, err
	}
	switch c {
	case '[', '(', '{':
		return 0, p.push(1, closerOf(c))
	case ']', ')', '}':
		return -1, p.pop(c)
	case '"':
		_, err := p.quoted()
		return -1, err
	case '\\':
		_, err := p.char()
		return -1, err
	case '#':
		return p.skipDispatch()
	case '^':
		p.at++
		return 1, nil
	}
	return -1, p.skipToken()
}

func (p *ednText) skipDispatch() (int, error) {
	if p.at+1 >= len(p.src) {
		return 0, errMore
	}
	switch p.src[p.at+1] {
	case '_':
		p.at += 2
		return 1, nil
	case '{':
		return 0, p.push(2, '}')
	case '"':
		p.at++
		_, err := p.quoted()
		return -1, err
	case '#':
		return -1, p.skipToken()
	}
	return 0, p.skipToken()
}

func (p *ednText) push(length int, closer byte) error {
	if len(p.open) >= maxDepth {
		return mistakef(p.at, "expected at most %d levels of nesting", maxDepth)
	}
	p.open = append(p.open, ednOpen{p.at, closer})
	p.at += length
	return nil
}

func (p *ednText) pop(closer byte) error {
	if len(p.open) == 0 {
		return mistakef(p.at, "expected a form, got %q", closer)
	}
	if want := p.open[len(p.open)-1].closer; want != closer {
		return mistakef(p.at, "expected %q, got %q", want, closer)
	}
	p.open = p.open[:len(p.open)-1]
	p.at++
	return nil
}
