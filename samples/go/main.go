package main

//go:generate perfecthash opcodes.csv -o opcodes/opcodes.go --KeyColumn=name --Quiet

import (
	"fmt"
	"os"

	"example/opcodes"
)

func main() {
	for _, word := range os.Args[1:] {
		code := -1
		if opcode, ok := opcodes.Lookup(word); ok {
			code = int(opcode.Code)
		}
		fmt.Printf("%s: code %d\n", word, code)
	}
}
