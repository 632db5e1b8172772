//go:generate go run ./bundle

package web

import (
	"crypto/sha256"
	_ "embed" // the assets of the pages
	"encoding/base64"
	"html/template"
	"sync"

	"visar/history"
)

//go:embed page/report.js
var script string

//go:embed page/report.css
var sheet string

//go:embed page/report.html
var reportHTML string

//go:embed page/index.html
var indexHTML string

// icon is the mark of the program, as an address of its own.
const icon = "data:image/svg+xml;base64," +
	"PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCAxNiAxNiI+PHJlY3Qgd2lkdGg9IjE2IiBoZWlnaHQ9IjE2IiByeD0iMyIgZmlsbD0iIzBhNThiOCIvPjxwYXRoIGQ9Ik0zIDRsNSA4IDUtOCIgZmlsbD0ibm9uZSIgc3Ryb2tlPSIjZmZmIiBzdHJva2Utd2lkdGg9IjIiLz48L3N2Zz4="

// policy is the content security policy of a page: the script and the sheet by
// their hashes, the icon, and nothing else. No text becomes markup.
func policy() string {
	return "default-src 'none'; script-src " + hash(script) + "; style-src " + hash(sheet) +
		"; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// reportTemplate is parsed when a report is first written: the program starts without.
var reportTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("report").Funcs(template.FuncMap{
		"grouped": grouped, "counted": counted, "visible": history.Visible, "listed": listed,
	}).Parse(reportHTML))
})
