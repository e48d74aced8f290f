package main

//go:generate perfecthash opcodes.csv -o opcodes.h --KeyColumn=name --Quiet

/*
#include <stdlib.h>
#include <string.h>
#include "opcodes.h"

static int OpcodeOf(const char *name)
{
    const opcodes *found = opcodesFind(name, strlen(name));
    return found != NULL ? found->code : -1;
}
*/
import "C"

import (
	"fmt"
	"os"
	"unsafe"
)

func main() {
	for _, word := range os.Args[1:] {
		name := C.CString(word)
		fmt.Printf("%s: code %d\n", word, int(C.OpcodeOf(name)))
		C.free(unsafe.Pointer(name))
	}
}
