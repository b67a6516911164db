package main

// Captures that are made to need much memory: long lists of the shortest names, each of
// which becomes a sender.

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// maxEntry is the size of the largest body that the command reads, in bytes.
const maxEntry = 8 << 20

// measureHostile measures the memory of the command for each hostile capture, with few and
// with many jobs.
func measureHostile(command, folder string) error {
	fmt.Println("\n| capture | MB | jobs | memory, MiB | s |\n|---|---|---|---|---|")
	for _, c := range []struct {
		name  string
		write func(folder string) error
	}{
		{"dump with 4 bodies of 8 MiB in gzip", writeDump},
		{"8 files of 8 MiB, each a body", writeBodies},
		{"JSON Lines with 16 lines of 7 MiB", writeLongLines},
	} {
		files, err := os.MkdirTemp(folder, "hostile-")
		if err != nil {
			return err
		}
		if err := c.write(files); err != nil {
			return err
		}
		size, err := sizeOf(files)
		if err != nil {
			return err
		}
		for _, jobs := range []int{1, 16} {
			cmd := exec.Command(command, "validate", "--jobs", strconv.Itoa(jobs), "--query", "get=1&fmt=1&charset=utf-8", files)
			s, err := runCommand(cmd)
			if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && (!ok || exit.ExitCode() != 1) {
				return err // other than findings
			}
			fmt.Printf("| %s | %.2f | %d | %d | %.1f |\n", c.name, float64(size)/1e6, jobs, s.memory>>20, s.elapsed.Seconds())
		}
	}
	return nil
}

// shortNames returns a CSV list of names of one byte.
func shortNames(size int) []byte {
	body := bytes.Repeat([]byte("a\nb\nc\nd\n"), size/8)
	return body[:len(body)-1]
}

func writeDump(folder string) error {
	var body, dump bytes.Buffer
	w, err := gzip.NewWriterLevel(&body, gzip.BestCompression)
	if err != nil {
		return err
	}
	w.Write(shortNames(maxEntry))
	if err := w.Close(); err != nil {
		return err
	}
	for range 4 {
		dump.WriteString("GET /sys/senders.php?get=1&fmt=1&charset=utf-8 HTTP/1.1\r\nHost: smsc.ru\r\n\r\n")
		fmt.Fprintf(&dump, "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n", body.Len())
		dump.Write(body.Bytes())
	}
	return os.WriteFile(filepath.Join(folder, "dump"), dump.Bytes(), 0o600)
}

func writeBodies(folder string) error {
	body := shortNames(maxEntry)
	for i := range 8 {
		if err := os.WriteFile(filepath.Join(folder, strconv.Itoa(i)), body, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func writeLongLines(folder string) error {
	body := shortNames(7 << 20 / 3 * 2) // a line feed takes two bytes in JSON
	text, err := encode(line{URL: "/sys/senders.php?get=1&fmt=1&charset=utf-8", Status: 200, Body: string(body)})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "log.jsonl"), bytes.Repeat(text, 16), 0o600)
}

// sizeOf returns the size of the files in a folder.
func sizeOf(folder string) (size int64, err error) {
	entries, err := os.ReadDir(folder)
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			return 0, err
		}
		size += info.Size()
	}
	return size, err
}
