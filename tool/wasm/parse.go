package main

import (
	"encoding/binary"
	"errors"
)

// function is one function of the code section.
type function struct {
	name string
	code []byte
}

var errWasm = errors.New("not a wasm file with names")

// reader walks a wasm binary; the first malformed number ends it.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) uint() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > 1<<31 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *reader) take(n int) []byte {
	if n > len(r.b) {
		r.bad = true
		return nil
	}
	part := r.b[:n]
	r.b = r.b[n:]
	return part
}

// parseWasm returns the functions with their names, and the data section.
func parseWasm(bin []byte) (funcs []function, data []byte, err error) {
	if len(bin) < 8 || string(bin[:4]) != "\x00asm" {
		return nil, nil, errWasm
	}
	names := map[int]string{}
	imported := 0
	r := &reader{b: bin[8:]}
	for len(r.b) > 0 && !r.bad {
		id := r.take(1)[0]
		body := &reader{b: r.take(r.uint())}
		switch id {
		case 2:
			// Go's wasm imports functions only, and functions are counted
			// from the imports on.
			imported = body.uint()
		case 10:
			for range body.uint() {
				funcs = append(funcs, function{code: body.take(body.uint())})
			}
		case 11:
			data = body.b
		case 0:
			if string(body.take(body.uint())) == "name" {
				readNames(body, names)
			}
		}
		r.bad = r.bad || body.bad
	}
	if r.bad || len(names) == 0 {
		return nil, nil, errWasm
	}
	for i := range funcs {
		funcs[i].name = names[i+imported]
	}
	return funcs, data, nil
}

func readNames(r *reader, names map[int]string) {
	for len(r.b) > 0 && !r.bad {
		kind := r.take(1)[0]
		sub := &reader{b: r.take(r.uint())}
		if kind == 1 {
			for range sub.uint() {
				i := sub.uint()
				names[i] = string(sub.take(sub.uint()))
			}
		}
		r.bad = r.bad || sub.bad
	}
}
