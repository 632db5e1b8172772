// Package web shows results as pages: [Page.Write] makes the report, one HTML file
// that needs nothing else, and [Index] serves a directory of runs.
//
// A report carries its scripts, its style sheet and the run itself, the latter
// packed; it asks the network for nothing. Its content security policy names the
// script and the sheet by their hashes and forbids everything else, and the script
// may not turn text into markup (trusted types). What a recording contains reaches
// the page as text, with everything invisible escaped.
//
// Verdicts, and the texts of anomalies with what their edges rest on, are plain HTML
// and need no script. The script adds what needs a hand: stepping through a cycle, the
// timeline, keys, search, copies; and the pictures of all but the first anomaly of
// a kind, which are packed to keep the page small.
//
// The scripts are modules in script/, bundled by the program in bundle/ into
// page/report.js, which is committed; a test compares it with its sources.
//
// The package judges nothing: it shows verdicts.
package web
