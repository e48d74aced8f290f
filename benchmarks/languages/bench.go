// Looks the keys of the table `bench` up, and those of a map, in random order; prints nanoseconds a lookup.
package main

import (
	"fmt"
	"math/rand"
	"time"

	"tables/bench"
)

func best(round func() uint32) float64 {
	least := 1e18
	for k := 0; k < 100; k++ {
		start := time.Now()
		if round() == 0 {
			panic("nothing was found")
		}
		if took := float64(time.Since(start).Nanoseconds()); took < least {
			least = took
		}
	}
	return least / bench.Len
}

func main() {
	keys, theirs := make([]uint32, bench.Len), map[uint32]uint32{}
	for i := range keys {
		keys[i] = bench.KeyAt(uint32(i))
		theirs[keys[i]] = uint32(i)
	}
	rand.Shuffle(len(keys), func(i, k int) { keys[i], keys[k] = keys[k], keys[i] })
	ours := best(func() (sum uint32) {
		for _, key := range keys {
			found, _ := bench.Lookup(key)
			sum += found
		}
		return
	})
	others := best(func() (sum uint32) {
		for _, key := range keys {
			sum += theirs[key]
		}
		return
	})
	fmt.Printf("%.1f %.1f 0\n", ours, others)
}
