// Package shared holds what the browser and the server must agree on: the
// contract of calls, the rules of the business, rights, sentences, ids and
// links. It decides; the server keeps, the browser draws.
//
// Nothing below it looks at a clock, a random source, a file or the network:
// what a function needs, it is handed. So the same code gives the same answer
// on both sides, and a test needs no set-up.
//
// Who may import whom, here and in the rest of the tree, is the table of
// arch_test.go.
package shared
