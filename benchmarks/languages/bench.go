// Looks the keys of the tables `bench` and `words` up, and those of maps, in random order; prints "WHAT NAME NANOSECONDS" a line. Its argument is a
// table file, which package perfecthash reads.
package main

import (
	"encoding/binary"
	"fmt"
	"math/rand"
	"os"
	"time"

	"tables/bench"
	"tables/perfecthash"
	"tables/words"
)

func told(what, name string, count int, round func() uint64) {
	least := 1e18
	for k := 0; k < 60; k++ {
		start := time.Now()
		if round() == 0 {
			panic("nothing was found")
		}
		if took := float64(time.Since(start).Nanoseconds()); took < least {
			least = took
		}
	}
	fmt.Printf("%s %s %.2f\n", what, name, least/float64(count))
}

func integers() {
	keys, theirs := make([]uint32, bench.Len), map[uint32]uint32{}
	for i := range keys {
		keys[i] = bench.KeyAt(uint32(i))
		theirs[keys[i]] = uint32(i)
	}
	rand.Shuffle(len(keys), func(i, k int) { keys[i], keys[k] = keys[k], keys[i] })
	told("integers", "PerfectHash", len(keys), func() (sum uint64) {
		for _, key := range keys {
			found, _ := bench.Lookup(key)
			sum += uint64(found)
		}
		return
	})
	told("integers", "map", len(keys), func() (sum uint64) {
		for _, key := range keys {
			sum += uint64(theirs[key])
		}
		return
	})
}

func texts() {
	keys, theirs := make([]string, words.Len), map[string]uint32{}
	for i := range keys {
		keys[i] = words.At(uint32(i)).Word
		theirs[keys[i]] = uint32(i)
	}
	rand.Shuffle(len(keys), func(i, k int) { keys[i], keys[k] = keys[k], keys[i] })
	for i, key := range keys {
		keys[i] = string([]byte(key)) // no string is the map's own
	}
	told("words", "PerfectHash", len(keys), func() (sum uint64) {
		for _, key := range keys {
			found, _ := words.Lookup(key)
			sum += uint64(found.Number)
		}
		return
	})
	told("words", "map", len(keys), func() (sum uint64) {
		for _, key := range keys {
			sum += uint64(theirs[key])
		}
		return
	})
}

func file(path string) {
	start := time.Now()
	table, err := perfecthash.Load(path)
	if err != nil {
		panic(err)
	}
	fmt.Printf("load million %.1f\n", float64(time.Since(start).Nanoseconds())/1e6)
	bytes, err := os.ReadFile("million.keys")
	if err != nil {
		panic(err)
	}
	keys, theirs := make([]uint32, len(bytes)/4), map[uint32]uint32{}
	for i := range keys {
		keys[i] = binary.LittleEndian.Uint32(bytes[4*i:])
		theirs[keys[i]] = table.Value(uint64(keys[i]))
	}
	rand.Shuffle(len(keys), func(i, k int) { keys[i], keys[k] = keys[k], keys[i] })
	told("million", "PerfectHash", len(keys), func() (sum uint64) {
		for _, key := range keys {
			sum += uint64(table.Find(uint64(key)))
		}
		return
	})
	told("million", "map", len(keys), func() (sum uint64) {
		for _, key := range keys {
			sum += uint64(theirs[key])
		}
		return
	})
}

func main() {
	integers()
	texts()
	file(os.Args[1])
}
