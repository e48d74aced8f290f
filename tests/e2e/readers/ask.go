// Asks the reader in Go for every key of every table, and for strangers: see reader_writer.cpp.
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"

	"ask/perfecthash"
)

var questions, failures int
var pack = must(perfecthash.OpenPack(must(os.ReadFile("all.phpack"))))

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func lines(name string) []string {
	return strings.Split(strings.TrimSpace(string(must(os.ReadFile(name)))), "\n")
}

func count(failed bool, name string) {
	if failed {
		failures++
		if failures < 20 {
			fmt.Println(name)
		}
	}
}

func askAll(name string, valueBits, besideBits int, hasKeys bool) {
	table := must(pack.Table(name))
	members := 0
	for asked := must(os.ReadFile(name + ".ask")); len(asked) != 0; asked = asked[24:] {
		key, answer, beside := binary.LittleEndian.Uint64(asked), int(binary.LittleEndian.Uint64(asked[8:])), binary.LittleEndian.Uint64(asked[16:])
		questions++
		count(hasKeys && table.Find(key) != answer || table.HasKeys() != hasKeys, name)
		got, value := table.Index(key), uint64(0)
		if valueBits|besideBits != 0 {
			value = uint64(table.Value(key))
		}
		if answer >= 0 {
			members++
			count(got != answer || besideBits != 0 && value != beside || valueBits != 0 && value != uint64(answer), name)
		}
	}
	count(table.Len() != members, name)
}

// opens says whether a hostile file is opened; its lookups must not panic.
func opens(kind uint32, data []byte) bool {
	var table *perfecthash.Table
	var err error
	if kind == 2 {
		_, err = perfecthash.OpenPack(data)
	} else {
		table, err = perfecthash.Open(data)
	}
	count(err != nil && !errors.Is(err, perfecthash.ErrFormat), "hostile")
	if err == nil && kind == 0 {
		for _, key := range []uint64{1, 0xFFFFFFFF, 0x9E3779B97F4A7C15} {
			table.Index(key)
			table.Find(key)
			table.Value(key)
		}
	}
	return err == nil
}

func main() {
	for _, line := range lines("good") {
		var name string
		var valueBits, besideBits, hasKeys int
		must(fmt.Sscan(line, &name, &valueBits, &besideBits, &hasKeys))
		askAll(name, valueBits, besideBits, hasKeys != 0)
	}
	for _, line := range lines("bad") {
		name, says, _ := strings.Cut(line, " ")
		_, err := perfecthash.Load(name + ".pht")
		count(!errors.Is(err, perfecthash.ErrFormat) || !strings.Contains(err.Error(), says), fmt.Sprint(name, ": ", err))
	}
	_, err := perfecthash.OpenPack(must(os.ReadFile("damaged.phpack")))
	count(err == nil || !strings.Contains(err.Error(), "index"), "damaged.phpack")
	_, err = pack.Table("none")
	count(err == nil || len(pack.Names()) != len(lines("good")), "all.phpack")
	for hostile := must(os.ReadFile("hostile")); len(hostile) != 0; {
		length, kind := binary.LittleEndian.Uint32(hostile), binary.LittleEndian.Uint32(hostile[4:])
		count(opens(kind, hostile[8:8+length]) && kind != 0, "hostile")
		hostile = hostile[8+length:]
	}
	fmt.Printf("%d questions, %d failures\n", questions, failures)
}
