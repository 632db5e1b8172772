package linear

func fifo(p *part) (answer, bool) { return answer{}, false }
