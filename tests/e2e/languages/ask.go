// Asks tables as Go packages for every key and for strangers.
package main

import (
	"fmt"
	"math"
	"os"
)

var questions, failures uint64

// find: whether a key's other lookups agree, and its answer.
func ask(file string, prints uint, index func(string) uint64, find func(string) (bool, uint64), beside func(string) uint64) {
	bytes, err := os.ReadFile(file + ".ask")
	if err != nil {
		panic(err)
	}
	all := string(bytes)
	var mistakes, strangers, taken uint64
	wrong := func(is bool) {
		if is {
			mistakes++
		}
	}
	for len(all) > 0 {
		length := k32(all)
		key, answer, value := all[4:4+length], k64(all[4+length:]), k64(all[12+length:])
		all = all[20+length:]
		questions++
		isMember := answer != math.MaxUint64
		wrong(index != nil && index(key) != answer && isMember)
		wrong(beside != nil && beside(key) != value && isMember)
		if find == nil {
			continue
		}
		agree, found := find(key)
		isTaken := prints != 32 && !isMember && found != answer
		if !isMember {
			strangers++
		}
		if isTaken {
			taken++
		}
		wrong(found != answer && !isTaken || agree != (found != math.MaxUint64))
	}
	wrong(prints != 32 && taken > 20+2*(strangers>>prints))
	if mistakes != 0 {
		fmt.Printf("%s: %d mistakes\n", file, mistakes)
	}
	failures += mistakes
}

func found[T uint8 | uint16 | uint32](answer T, ok bool) uint64 {
	if ok {
		return uint64(answer)
	}
	return math.MaxUint64
}

func main() {
	all()
	fmt.Printf("%d questions, %d failures\n", questions, failures)
}
