// Asks tables with records as Go packages for every row and column, and for strangers.
package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
)

var questions, failures uint64

// Returns the pieces of a file: each is bytes behind their length.
func piecesOf(file string) (pieces []string) {
	bytes, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	for all := string(bytes); len(all) > 0; {
		end := 4 + k32(all)
		pieces = append(pieces, all[4:end])
		all = all[end:]
	}
	return pieces
}

func signed[T int8 | int16 | int32 | int64](number T) string { return strconv.FormatInt(int64(number), 10) }
func unsigned[T uint8 | uint16 | uint32 | uint64](number T) string {
	return strconv.FormatUint(uint64(number), 10)
}
func bits(number float64) string { return fmt.Sprintf("%016x", math.Float64bits(number)) }

// A number of 128 bits, as its halves in hexadecimal; the rows have it so, too.
func wide(halves [2]uint64) string { return fmt.Sprintf("%x%016x", halves[1], halves[0]) }

// find: the cells of a key, found by it, and whether other lookups agree.
func rows(file string, columns, length int, find func(key string, row uint32) (bool, []string)) {
	pieces := piecesOf(file + ".rows")
	mistakes := 0
	wrong := func(is bool) {
		if is {
			mistakes++
		}
	}
	wrong(len(pieces) != length*(columns+1))
	for row := 0; row < length; row++ {
		all := pieces[row*(columns+1):]
		agree, cells := find(all[0], uint32(row))
		wrong(!agree || len(cells) != columns)
		for i, cell := range cells {
			wrong(cell != all[i+1])
			questions++
		}
	}
	for _, key := range piecesOf(file + ".strangers") {
		agree, cells := find(key, math.MaxUint32)
		wrong(!agree || cells != nil)
		questions++
	}
	if mistakes != 0 {
		fmt.Printf("%s: %d mistakes\n", file, mistakes)
	}
	failures += uint64(mistakes)
}

func must(is bool, what string) {
	if !is {
		fmt.Println(what)
		failures++
	}
}

func main() {
	all()
	fmt.Printf("%d questions, %d failures\n", questions, failures)
}
