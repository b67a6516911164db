//go:build !unix

package main

import "os/exec"

// killChildrenToo does nothing where a process has no group.
func killChildrenToo(*exec.Cmd) {}
