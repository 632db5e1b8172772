// Package anomalies names what is wrong with a history that violates a model, and
// says it in sentences.
//
// An [Anomaly] is a shape: a read that nothing can explain, or a cycle of
// dependencies with certain edges in it. [Catalogue] has them all, one file each,
// the most severe first. [In] finds the anomaly in the evidence of a verdict and
// tells it, an edge a sentence, from the operations behind the edge.
//
// # Which name
//
// A cycle mostly has the shape of several anomalies: a lost update is a G-single
// is a G2. The name given is the first of the catalogue that fits. Its order is
// that of Adya's classes, G0 before G1 before G-single before G2, and within a
// class a shape that has a name of its own comes before the class. After these
// come the classes that need session order, and then those that need real time:
// what goes wrong without clocks is worse than what clocks are needed to see.
//
// Where the order of versions is open the evidence is a proof that every order
// closes a forbidden cycle. No single cycle is then there in every execution, and
// the name is that of the one that assumes least, and of these the most severe.
//
// The package finds no verdicts. Names of phenomena are those of Adya's thesis
// (MIT 1999), of Berenson et al. (SIGMOD 1995), of Cerone, Bernardi and Gotsman
// (CONCUR 2015), and of Jepsen's Elle where these have none.
package anomalies
