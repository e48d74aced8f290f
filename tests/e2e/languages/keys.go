// Reads keys and answers as numbers.
package main

import "encoding/binary"

// No more bytes are copied than are read.
func k32(key string) uint32 { return binary.LittleEndian.Uint32([]byte(key[:4])) }
func k64(key string) uint64 { return binary.LittleEndian.Uint64([]byte(key[:8])) }
