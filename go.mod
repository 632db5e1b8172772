module visar

go 1.26.8

require github.com/klauspost/compress v1.20.3

require olympos.io/encoding/edn v0.0.0-20201019073823-d3554ca0b0a3
