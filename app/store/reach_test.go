//go:build !js

package store

import "testing"

func TestReachTellsOnlyWhatChanges(t *testing.T) {
	told := 0
	OnReach(func() { told++ })
	for i, step := range []struct {
		answered bool
		told     int
	}{{true, 0}, {false, 1}, {false, 1}, {true, 2}, {true, 2}} {
		reached(step.answered)
		if Reachable() != step.answered || told != step.told {
			t.Errorf("step %d: reachable %v, told %d times, want %v and %d", i, Reachable(), told, step.answered, step.told)
		}
	}
}
