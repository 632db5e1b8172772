# Every target is a plain go command or two; `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help build release demo test oracle race lint fuzz bench docs rewrite real-histories performance performance-known performance-awdit performance-plume performance-elle

FUZZTIME ?= 30s
HISTORIES ?= testdata/histories
KNOWN ?= -txns 1000000 -timeout 5m0s -runs 5
PERFORMANCE ?= -txns 1000000 -timeout 5m0s

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

build: ## build ./visar, one static file, and ./visar-graphviz, which visar draw can do without
	CGO_ENABLED=0 go build -trimpath -o . ./cmd/visar ./cmd/visar-graphviz

release: ## build static programs for every system, with checksums, into out/release, and check that they can be built again
	release/build.sh out/release
	release/check.sh out/release

demo: build ## judge a real recording and show what is wrong with it
	./visar classify testdata/histories
	./visar check -m snapshot-isolation testdata/histories || test $$? -eq 1

test: ## run the tests, those against real stores too; this installs chromium and python3 where they are not
	.ci/browser
	.ci/languages
	go test ./...
	cd visartest/stores && CGO_ENABLED=0 go test ./...

oracle: ## compare the engines with every execution of small histories, at length
	go test ./checker/oracle -count=1
	go test ./checker -run 'Oracle|Generated' -full -count=1 -timeout 2h -v
	go test ./checker/linear -run 'Oracle|Peer|Staleness' -full -count=1 -timeout 2h -v

race: ## run the tests under the race detector
	go test -race ./...

lint: ## gofmt, go vet, staticcheck
	@test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	go vet ./...
	go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...

fuzz: ## feed every decoder with broken input for FUZZTIME each
	go test ./history/format -list '^Fuzz' | grep ^Fuzz | xargs -I{} go test ./history/format -run '^$$' -fuzz '^{}$$' -fuzztime $(FUZZTIME)

bench: ## run the benchmarks
	go test ./... -run '^$$' -bench . -benchmem -timeout 2h

docs: ## write docs/models.md, axioms.md, anomalies.md, commands/ and man/ from the program
	go test ./anomalies ./cmd/visar -run '^TestDocs' -rewrite

rewrite: ## write anew what transcripts, pictures and pages show; read the diff
	go test ./anomalies/... ./claims ./cmd/visar -rewrite
	go test ./checker -run '^TestCorpus$$' -rewrite

real-histories: build ## judge the recordings in HISTORIES, as docs/real-histories.md
	go run ./docs/realhistories $(HISTORIES) > docs/real-histories.md

performance: build ## measure generated histories and write docs/performance.md
	go run ./docs/performance $(PERFORMANCE) docs

performance-known: build ## measure what needs no search and write docs/performance-known.md
	go run ./docs/knownorders $(KNOWN) docs

performance-awdit: build ## run AWDIT, by the command AWDIT, beside visar and write docs/performance-awdit.md
	go run ./docs/knownorders -beside awdit -command '$(AWDIT)' $(KNOWN) docs

performance-plume: build ## run Plume, by the command PLUME, beside visar and write docs/performance-plume.md
	go run ./docs/knownorders -beside plume -command '$(PLUME)' $(KNOWN) docs

performance-elle: build ## run Elle, by the command ELLE, beside visar and write docs/performance-elle.md
	go run ./docs/knownorders -beside elle -command '$(ELLE)' $(KNOWN) docs
