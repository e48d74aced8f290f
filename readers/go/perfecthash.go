// Package perfecthash reads table files (.pht) of PerfectHash: docs/reference/table-file.md says what is in them.
//
// It reads tables of keys of 4 and 8 bytes of the hash function Quadx, flat, partitioned and compact.
// Anything else is an error that is ErrUnsupported and names it.
package perfecthash

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"os"
)

// ErrFormat is what every error about a file's bytes is.
var ErrFormat = errors.New("perfecthash: no sound table file")

// ErrUnsupported is what an error is about a file that may be sound, but has what this reader doesn't know.
var ErrUnsupported = fmt.Errorf("%w that this reader knows", ErrFormat)

const (
	flat = 1 + iota
	partitioned
	compact
	compactPartitioned
	textKeys
)

// Table is a table file that was checked. It never changes: any goroutine may ask it.
type Table struct {
	// Name is the table's name, from whoever made the file.
	Name string
	// ValueBits is 8, 16 or 32 in a table that has values, otherwise 0.
	ValueBits                        int
	keyCount, mask, buckets          uint64
	first, second, vertices, segment uint64
	resultMask                       uint64
	keyBytes, slotBytes, seedBytes   int
	hashBits                         uint
	isCompact                        bool
	slots, keys, payload, directory  []byte // nil: there are none
}

// Load reads a file.
func Load(path string) (*Table, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Open(data)
}

// Open checks the bytes of a file: magic, version, sizes and checksum. The table keeps them.
func Open(data []byte) (table *Table, err error) {
	refuse := func(bad bool, kind error, format string, values ...any) {
		if bad && err == nil {
			err = fmt.Errorf("%w: %s", kind, fmt.Sprintf(format, values...))
		}
	}
	size := uint64(len(data))
	if size < 576 || string(data[:8]) != "\x89PHT\r\n\x1a\n" {
		return nil, fmt.Errorf("%w: wrong magic", ErrFormat)
	}
	u32 := func(at int) uint32 { return binary.LittleEndian.Uint32(data[at:]) }
	u64 := func(at int) uint64 { return binary.LittleEndian.Uint64(data[at:]) }
	refuse(u32(8) != 1 && u32(8) != 2, ErrUnsupported, "version %d of table files is not known", u32(8))
	refuse(u32(12) != 512 || u64(16) != size || size%64 != 0, ErrFormat, "wrong size")
	if err == nil {
		refuse(u64(len(data)-8) != xxh64(data[:size-8]), ErrFormat, "wrong checksum")
	}
	layout := u32(32)
	refuse(layout == textKeys, ErrUnsupported, "text keys are not supported")
	refuse(u32(24) > 1 || layout < flat || layout > compactPartitioned, ErrUnsupported, "layout %d is not supported", layout)
	refuse(u32(28) != 1, ErrUnsupported, "hash function %d is not supported", u32(28))
	refuse(u32(36) != 4 && u32(36) != 8, ErrUnsupported, "keys of %d bytes are not supported", u32(36))
	refuse(u32(232) != 0, ErrUnsupported, "fingerprints are not supported")
	refuse(u32(236) != 0, ErrUnsupported, "packed slots are not supported")
	t := Table{keyBytes: int(u32(36)), slotBytes: int(u32(40)), keyCount: u64(56), mask: u64(72), buckets: u64(96),
		first: u64(104), second: u64(112), ValueBits: int(u32(204)), hashBits: 32, seedBytes: 4,
		isCompact: layout >= compact}
	edgeBits, slotsBytes, bucketed := u32(44), u64(176), layout%2 == 0
	if t.keyBytes == 8 && t.mask == 0 {
		t.hashBits = 64
	}
	if t.isCompact || t.hashBits == 64 {
		t.seedBytes = 8
	}
	refuse(t.keyCount == 0 || t.keyCount > 1<<28 || t.mask != 0 && t.keyBytes == 4, ErrFormat, "wrong header")
	refuse(t.slotBytes != 1 && t.slotBytes != 2 && t.slotBytes != 4 || edgeBits < 3 || edgeBits > 30 || t.buckets == 0 ||
		t.buckets > size || u32(200) > 255 || t.ValueBits != 0 && t.ValueBits != 8 && t.ValueBits != 16 && t.ValueBits != 32,
		ErrFormat, "wrong header")
	if err != nil {
		return nil, err
	}
	t.segment = 1 << edgeBits
	t.vertices = slotsBytes / uint64(t.slotBytes) / t.buckets
	fits := t.vertices > t.segment && t.vertices <= 2*t.segment && t.vertices%2 == 0 && (!bucketed || t.vertices == 2*t.segment)
	if t.isCompact {
		fits = t.vertices >= 3*t.segment && t.vertices%t.segment == 0 && t.vertices <= 1<<30
	}
	refuse(!fits || t.vertices*t.buckets*uint64(t.slotBytes) != slotsBytes, ErrFormat, "wrong slots")
	refuse(!bucketed && t.buckets != 1, ErrFormat, "wrong directory")
	section := func(name string, at int, isThere bool, bytes uint64) []byte {
		from := u64(at)
		if !isThere {
			refuse(u64(at+8) != 0, ErrFormat, "wrong %s", name)
			return nil
		}
		if u64(at+8) != bytes || from%64 != 0 || from < 512 || from > size-8 || bytes > size-8-from {
			refuse(true, ErrFormat, "wrong %s", name)
			return nil
		}
		return data[from : from+bytes : from+bytes]
	}
	t.slots = section("slots", 168, true, slotsBytes)
	t.directory = section("directory", 152, bucketed, 2*t.buckets*uint64(t.seedBytes))
	t.keys = section("keys", 184, u32(24) == 1, t.keyCount*uint64(t.keyBytes))
	t.payload = section("values", 216, u64(224) != 0, t.keyCount*uint64(t.ValueBits)/8)
	resultBits := uint(edgeBits)
	switch {
	case t.ValueBits != 0 && t.payload == nil:
		resultBits = uint(t.ValueBits)
	case t.isCompact:
		resultBits = 8 * uint(t.slotBytes)
	case bucketed:
		resultBits = 32
	}
	t.resultMask = 1<<resultBits - 1
	t.Name = string(data[256 : 256+u32(200)])
	if err != nil {
		return nil, err
	}
	return &t, nil
}

// Len returns how many keys the table has.
func (t *Table) Len() int { return int(t.keyCount) }

// HasKeys says whether Find can tell keys of the set from others.
func (t *Table) HasKeys() bool { return t.keys != nil }

// Index returns the position of a key of the set; of any other key some number, which may be Len or more.
// In a table of values alone it is the value.
func (t *Table) Index(key uint64) int { return int(t.lookUp(key)) }

// Find returns the position of a key, and -1 of one that is not in the set, or if the table has no keys.
func (t *Table) Find(key uint64) int {
	at := t.lookUp(key)
	if t.keys == nil || at >= t.keyCount || number(t.keys, at, t.keyBytes) != key {
		return -1
	}
	return int(at)
}

// Value returns the value of a key of the set; of any other key some value, or 0.
func (t *Table) Value(key uint64) uint32 {
	at := t.lookUp(key)
	if t.payload == nil {
		return uint32(at)
	}
	if at >= t.keyCount {
		return 0
	}
	return uint32(number(t.payload, at, t.ValueBits/8))
}

func (t *Table) lookUp(key uint64) uint64 {
	if t.mask != 0 {
		key = extract(key, t.mask)
	}
	first, second, base := t.first, t.second, uint64(0)
	if t.directory != nil {
		product := key * first
		if t.hashBits == 32 {
			product <<= 32
		}
		bucket := product >> 32 * t.buckets >> 32
		first, second = number(t.directory, 2*bucket, t.seedBytes), number(t.directory, 2*bucket+1, t.seedBytes)
		base = bucket * t.vertices
	}
	slot := func(at uint64) uint64 { return number(t.slots, base+at, t.slotBytes) }
	if t.isCompact || t.hashBits == 64 {
		p := key * first
		q := (p ^ p>>32) * (key ^ second)
		if t.isCompact {
			v := q >> 32 * (t.vertices - 2*t.segment) >> 32
			return (slot(v) + slot((v+t.segment)^q>>18%t.segment) + slot((v+2*t.segment)^q>>2%t.segment)) & t.resultMask
		}
		edges := t.vertices / 2
		return (slot(p>>32*edges>>32) + slot(edges+q>>32*edges>>32)) & t.resultMask
	}
	p := uint32(key) * uint32(first)
	q := (p ^ p>>16) * (uint32(key) ^ uint32(second))
	edges := t.vertices / 2
	return (slot(uint64(p)*edges>>32) + slot(edges+uint64(q)*edges>>32)) & t.resultMask
}

// number returns a little-endian number of 1, 2, 4 or 8 bytes.
func number(of []byte, at uint64, bytes int) uint64 {
	switch bytes {
	case 1:
		return uint64(of[at])
	case 2:
		return uint64(binary.LittleEndian.Uint16(of[2*at:]))
	case 4:
		return uint64(binary.LittleEndian.Uint32(of[4*at:]))
	}
	return binary.LittleEndian.Uint64(of[8*at:])
}

// extract returns the key's bits at the mask's ones, packed at the low end.
func extract(key, mask uint64) (result uint64) {
	for at := 0; mask != 0; at, mask = at+1, mask&(mask-1) {
		result |= key >> bits.TrailingZeros64(mask) & 1 << at
	}
	return result
}

func xxh64(data []byte) uint64 {
	const p1, p2, p3, p4, p5 uint64 = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5
	mix := func(lane, word uint64) uint64 { return bits.RotateLeft64(lane+word*p2, 31) * p1 }
	result, size, start := p5, uint64(len(data)), p1
	if len(data) >= 32 {
		lanes := [4]uint64{start + p2, p2, 0, -start}
		for ; len(data) >= 32; data = data[32:] {
			for i := range lanes {
				lanes[i] = mix(lanes[i], binary.LittleEndian.Uint64(data[8*i:]))
			}
		}
		result = bits.RotateLeft64(lanes[0], 1) + bits.RotateLeft64(lanes[1], 7) + bits.RotateLeft64(lanes[2], 12) + bits.RotateLeft64(lanes[3], 18)
		for _, lane := range lanes {
			result = (result^mix(0, lane))*p1 + p4
		}
	}
	result += size
	for ; len(data) >= 8; data = data[8:] {
		result = bits.RotateLeft64(result^mix(0, binary.LittleEndian.Uint64(data)), 27)*p1 + p4
	}
	if len(data) >= 4 {
		result = bits.RotateLeft64(result^uint64(binary.LittleEndian.Uint32(data))*p1, 23)*p2 + p3
		data = data[4:]
	}
	for _, b := range data {
		result = bits.RotateLeft64(result^uint64(b)*p5, 11) * p1
	}
	result = (result ^ result>>33) * p2
	result = (result ^ result>>29) * p3
	return result ^ result>>32
}

// Pack is a pack file (docs/reference/pack-file.md): many tables, each opened when it is asked for by its name.
type Pack struct {
	data   []byte
	places map[string][2]uint64
}

// OpenPack checks the bytes of a pack file, but not those of its tables. The pack keeps them.
func OpenPack(data []byte) (*Pack, error) {
	const magic = "\x89PHK\r\n\x1a\n"
	size := uint64(len(data))
	if size < 128 || string(data[:8]) != magic || string(data[size-8:]) != magic {
		return nil, fmt.Errorf("%w: no pack file: wrong magic", ErrFormat)
	}
	u64 := func(at uint64) uint64 { return binary.LittleEndian.Uint64(data[at:]) }
	version, each := binary.LittleEndian.Uint32(data[8:]), uint64(36)
	if version == 1 {
		each = 32
	} else if version != 2 {
		return nil, fmt.Errorf("%w: version %d of pack files is not known", ErrUnsupported, version)
	}
	at, count, namesBytes, end := u64(size-64), u64(size-56), u64(size-48), size-64
	if u64(size-40) != size || u64(size-24)|u64(size-16) != 0 || at < 64 || at > end || count > (end-at)/each || namesBytes != end-at-count*each {
		return nil, fmt.Errorf("%w: wrong size of a pack", ErrFormat)
	}
	if xxh64(data[at:end]) != u64(size-32) {
		return nil, fmt.Errorf("%w: wrong checksum of a pack's index", ErrFormat)
	}
	pack := Pack{data, make(map[string][2]uint64)}
	for names, entry := data[end-namesBytes:end], at; entry < at+32*count; entry += 32 {
		place, bytes, nameAt, nameBytes := u64(entry), u64(entry+8), u64(entry+16), u64(entry+24)&0xFFFFFFFF
		if place%64 != 0 || place < 64 || place > at || bytes > at-place || nameAt > namesBytes || nameBytes > namesBytes-nameAt {
			return nil, fmt.Errorf("%w: wrong entries of a pack", ErrFormat)
		}
		name := string(names[nameAt : nameAt+nameBytes])
		if _, isThere := pack.places[name]; !isThere {
			pack.places[name] = [2]uint64{place, bytes}
		}
	}
	return &pack, nil
}

// Names returns the names: relative paths of keys files.
func (p *Pack) Names() []string {
	names := make([]string, 0, len(p.places))
	for name := range p.places {
		names = append(names, name)
	}
	return names
}

// Table opens the table of a name.
func (p *Pack) Table(name string) (*Table, error) {
	place, isThere := p.places[name]
	if !isThere {
		return nil, fmt.Errorf("perfecthash: no table %q in the pack", name)
	}
	return Open(p.data[place[0] : place[0]+place[1]])
}
