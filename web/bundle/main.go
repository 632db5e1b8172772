// Bundle makes page/report.js of package web from the modules in script/: one
// script, minified. It is run by go generate, in the directory of the package.
package main

import (
	"fmt"
	"os"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	text, err := bundle("script/main.js")
	if err == nil {
		err = os.WriteFile("page/report.js", text, 0o666)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}

// bundle returns the script that begins in the module at path.
func bundle(path string) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{path}, Bundle: true, Format: api.FormatIIFE, Target: api.ES2022,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true, Charset: api.CharsetASCII,
	})
	if len(result.Errors) > 0 {
		return nil, fmt.Errorf("%s", result.Errors[0].Text)
	}
	return result.OutputFiles[0].Contents, nil
}
