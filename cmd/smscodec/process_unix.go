//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// killChildrenToo makes the end of a command's context end the processes that the command
// has started, too. Otherwise a shell's program would outlive the shell.
func killChildrenToo(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
