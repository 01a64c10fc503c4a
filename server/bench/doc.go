// Package bench measures the server beside bare references of the same run, on
// the large demonstration data. Measures are the tests TestBench…, which run
// with COMPTOIR_BENCH=1 only; what must always hold runs with every test.
package bench
