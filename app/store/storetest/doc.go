// Package storetest puts a session and a fleet behind package store, for the
// tests of what draws them. It works on the host alone.
package storetest
