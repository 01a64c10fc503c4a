package localpg

import (
	"context"
	"os/exec"
	"syscall"
)

// insider is the user that root is seen as inside the namespace.
const insider = 1000

// attributes of a process that runs as the identity. A server has its own
// process group, so that Ctrl-C reaches us and not it, and a fast shutdown is
// asked of it when the process that started it dies.
func (i identity) attributes(server bool) *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{}
	switch {
	case i.namespace:
		a.Cloneflags = syscall.CLONE_NEWUSER
		a.UidMappings = []syscall.SysProcIDMap{{ContainerID: insider, HostID: 0, Size: 1}}
		a.GidMappings = []syscall.SysProcIDMap{{ContainerID: insider, HostID: 0, Size: 1}}
	case i.other():
		a.Credential = &syscall.Credential{Uid: uint32(i.uid), Gid: uint32(i.gid)}
	}
	if server {
		a.Setpgid = true
		a.Pdeathsig = syscall.SIGINT
	}
	return a
}

// try tells whether the system lets the identity run a program at all.
func (i identity) try(ctx context.Context, program string) error {
	cmd := exec.CommandContext(ctx, program, "-V")
	cmd.SysProcAttr = i.attributes(false)
	return cmd.Run()
}
