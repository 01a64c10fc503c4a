//go:build unix && !linux

package localpg

import (
	"context"
	"errors"
	"syscall"
)

// attributes of a process that runs as the identity; a server has its own
// process group, so that Ctrl-C reaches us and not it.
func (i identity) attributes(server bool) *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setpgid: server}
	if i.other() {
		a.Credential = &syscall.Credential{Uid: uint32(i.uid), Gid: uint32(i.gid)}
	}
	return a
}

// try refuses: user namespaces are Linux's.
func (i identity) try(context.Context, string) error {
	return errors.New("this system has no user namespaces")
}
