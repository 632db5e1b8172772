module visar

go 1.26.8

require (
	github.com/go-air/gini v1.0.4
	github.com/klauspost/compress v1.20.3
)
