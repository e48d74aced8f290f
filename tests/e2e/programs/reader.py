#!/usr/bin/env python3
"""reader.py FILE...: an independent reader of programs, in the form of list_functions.cpp without its times.

It knows Microsoft's documents and none of the product's code: sections are looked up one by one, addresses are sets.
"""
import struct
import sys

X86, ARM, X64, ARM64 = 0x14C, 0x1C4, 0x8664, 0xAA64


def xxh64(data):
    """XXH64 with seed 0, of its specification."""
    p1, p2, p3, p4, p5 = 11400714785074694791, 14029467366897019727, 1609587929392839161, 9650029242287828579, 2870177450012600261
    mask = (1 << 64) - 1
    rotate = lambda x, r: ((x << r) | (x >> (64 - r))) & mask
    step = lambda acc, lane: rotate((acc + lane * p2) & mask, 31) * p1 & mask
    at, size = 0, len(data)
    if size >= 32:
        accs = [(p1 + p2) & mask, p2, 0, -p1 & mask]
        while at + 32 <= size:
            lanes = struct.unpack_from('<4Q', data, at)
            accs = [step(acc, lane) for acc, lane in zip(accs, lanes)]
            at += 32
        h = sum(rotate(acc, r) for acc, r in zip(accs, (1, 7, 12, 18))) & mask
        for acc in accs:
            h = ((h ^ step(0, acc)) * p1 + p4) & mask
    else:
        h = p5
    h = (h + size) & mask
    while at + 8 <= size:
        h = (rotate(h ^ step(0, struct.unpack_from('<Q', data, at)[0]), 27) * p1 + p4) & mask
        at += 8
    if at + 4 <= size:
        h = (rotate(h ^ struct.unpack_from('<I', data, at)[0] * p1 & mask, 23) * p2 + p3) & mask
        at += 4
    for byte in data[at:]:
        h = rotate(h ^ byte * p5 & mask, 11) * p1 & mask
    h = (h ^ h >> 33) * p2 & mask
    h = (h ^ h >> 29) * p3 & mask
    return h ^ h >> 32


class Program:
    def __init__(self, data):
        self.data = data
        pe, = struct.unpack_from('<I', data, 0x3C)
        assert data[pe:pe + 4] == b'PE\0\0'
        machine, sections = struct.unpack_from('<HH', data, pe + 4)
        optional_bytes, = struct.unpack_from('<H', data, pe + 20)
        optional = pe + 24
        self.machine = next((machine ^ system for system in (0, 0x7B79, 0x4644, 0xADC4, 0x1993, 0x1992)
                             if machine ^ system in (X86, ARM, X64, ARM64, 0x6264, 0x5064)), machine)
        self.wide = struct.unpack_from('<H', data, optional)[0] == 0x20B
        self.base, = struct.unpack_from('<Q', data, optional + 24) if self.wide else (0,)
        first = optional + (112 if self.wide else 96)
        count, = struct.unpack_from('<I', data, first - 4)
        self.directories = [struct.unpack_from('<II', data, first + 8 * i) for i in range(min(count, 16))]
        self.directories += [(0, 0)] * (16 - len(self.directories))
        self.first_directory = first
        self.sections = [struct.unpack_from('<8x4I12xI', data, optional + optional_bytes + 40 * i) for i in range(sections)]

    def at(self, rva, size):
        """The bytes at an address, or None."""
        for _, address, raw, offset, _ in self.sections:
            if address <= rva and rva + size <= address + raw and rva - address < raw:
                return self.data[offset + rva - address:offset + rva - address + size]
        return None

    def numbers(self, rva, count):
        data = self.at(rva, 4 * count)
        return struct.unpack('<%dI' % count, data) if rva and data is not None and len(data) == 4 * count else None

    def runs(self, rva):
        return any(address <= rva < address + max(virtual, raw) and flags & 0x20000000
                   for virtual, address, raw, _, flags in self.sections)

    def is_piece(self, machine, unwind):
        if machine == X64:
            if unwind & 1:
                return True
            info = self.at(unwind, 1)
            return bool(info) and bool(info[0] >> 3 & 4)
        if machine not in (ARM, ARM64):
            return False
        if unwind & 3:
            return unwind & 3 == 2
        header = self.numbers(unwind, 1)
        if header is None:
            return False
        header, = header
        if machine == ARM:
            return bool(header >> 22 & 1)
        epilogs, words, size = header >> 22 & 31, header >> 27, 4
        if epilogs == 0 and words == 0:
            second = self.numbers(unwind + 4, 1)
            if second is None:
                return False
            epilogs, words, size = second[0] & 0xFFFF, second[0] >> 16 & 0xFF, 8
        if not header >> 21 & 1:
            size += 4 * epilogs
        code = self.at(unwind + size, 1)
        return words != 0 and bool(code) and code[0] == 0xE5

    def table(self, machine, rva, size, pieces):
        width = 3 if machine == X64 else 2
        found = set()
        entries = self.numbers(rva, size // 4 // width * width) or ()
        for i in range(0, len(entries), width):
            begin, unwind = entries[i], entries[i + width - 1]
            if begin in (0, 0xFFFFFFFF) or not pieces and self.is_piece(machine, unwind):
                continue
            found.add(begin & ~1 if machine == ARM else begin)
        return found

    def unwind(self, pieces):
        rva, size = self.directories[3]
        found = self.table(self.machine, rva, size, pieces) if self.machine in (X64, ARM64, ARM) else set()
        config = self.numbers(self.directories[10][0], 52) if self.wide else None
        if config and config[0] >= 208 and (config[50] or config[51]) and self.machine in (X64, ARM64):
            metadata = self.numbers((config[50] | config[51] << 32) - self.base, 18)
            found |= self.table(X64 if self.machine == ARM64 else ARM64, metadata[16], metadata[17], pieces)
        managed = self.numbers(self.directories[14][0], 18)
        header = self.numbers(managed[16], 4) if managed else None
        if header and header[0] == 0x00525452:
            sections = self.numbers(managed[16] + 16, 3 * header[3])
            for i in range(0, len(sections), 3):
                if sections[i] == 102:
                    found |= self.table(self.machine, sections[i + 1], sections[i + 2], pieces)
        return found

    def as_x64(self):
        """The headers' bytes as the fixups of an ARM64X program make them."""
        headers = bytearray(self.data[:0x1000])
        config = self.numbers(self.directories[10][0], 58) if self.wide and self.machine == ARM64 else None
        if not config or config[0] < 232 or not config[57] & 0xFFFF:
            return headers
        start = self.sections[(config[57] & 0xFFFF) - 1][1] + config[56]
        version, size = self.numbers(start, 2)
        assert version == 1
        table, at = self.at(start + 8, size), 0
        while at < len(table):
            symbol, length = struct.unpack_from('<QI', table, at)
            blocks, at = table[at + 12:at + 12 + length], at + 12 + length
            while symbol == 6 and blocks:
                page, length = struct.unpack_from('<II', blocks)
                block, blocks = blocks[8:length], blocks[length:]
                while len(block) > 1:
                    record, = struct.unpack_from('<H', block)
                    width = {0: 0, 1: 1 << (record >> 14), 2: 2}[record >> 12 & 3]
                    target, value, block = page + (record & 0xFFF), block[2:2 + width], block[2 + width:]
                    if record >> 12 & 3 == 1 and target + width <= len(headers):
                        headers[target:target + width] = value
        return headers

    def exports(self):
        return self.exports_of(*self.directories[0]) | self.exports_of(*struct.unpack_from('<II', self.as_x64(), self.first_directory))

    def exports_of(self, rva, size):
        directory = self.numbers(rva, 10)
        addresses = directory and self.numbers(directory[7], directory[5]) or ()
        starts = (address & ~1 if self.machine == ARM else address for address in addresses)
        return {start for start in starts if start and not rva <= start < rva + size and self.runs(start)}


def main():
    for name in sys.argv[1:]:
        with open(name, 'rb') as file:
            program = Program(file.read())
        print('file', name)
        unwind, exports = program.unwind(False), program.exports()
        for way, found in (('Both', unwind | exports), ('Unwind', unwind), ('Exports', exports), ('Pieces', program.unwind(True))):
            packed = struct.pack('<%dI' % len(found), *sorted(found))
            print(way, '%d %016x' % (len(found), xxh64(packed)) if found else '-')


main()
