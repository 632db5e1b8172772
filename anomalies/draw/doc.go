// Package draw draws anomalies: [SVG] as a picture that stands by itself, [DOT]
// for Graphviz.
//
// Sessions are lanes, from left to right in the order in which the anomaly tells
// of them. Transactions are boxes with their operations, and stand below what
// session order, real time, versions and reads put before them, so that
// anti-dependencies mostly point upwards. Arrows run in the gutters between boxes,
// from the operation that makes the dependency to the other one. Kinds of arrows
// are told apart by their dashes and their labels, and only then by colour.
//
// An arrow whose edge every execution has in VIS or AR says so, and the legend says
// by which axiom. What follows from them is drawn too: that a transaction is seen
// which was not, or that arbitration goes in a circle. [Recorded] draws the VIS and
// AR that a database reported itself, around the place where they break an axiom.
//
// Operations on a single object that have no order are bars on a timeline instead, a
// row for each session.
//
// All coordinates are integers and text is measured with a table of our own, so
// that the same anomaly gives the same bytes everywhere. There are no fonts in the
// picture; any monospaced one at most 0.61 em wide fits.
package draw
