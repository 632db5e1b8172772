module visar

go 1.26.8

require (
	github.com/go-air/gini v1.0.4
	github.com/klauspost/compress v1.20.3
	github.com/spf13/cobra v1.10.2
	olympos.io/encoding/edn v0.0.0-20201019073823-d3554ca0b0a3
)

require (
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/spf13/pflag v1.0.9 // indirect
)
