"""Reads table files (.pht) of PerfectHash: docs/reference/table-file.md says what is in them.

    table = perfecthash.Table.load("opcodes.pht")
    table.find(404)     # the key's position, from 0, or -1
    table.value(404)    # its value, in a table that has values

It reads tables of keys of 4 and 8 bytes of the hash function Quadx, flat, partitioned and compact.
Anything else is an UnsupportedError that names it. A table never changes: any thread may ask it.
"""
import struct
import sys

MAGIC = b"\x89PHT\r\n\x1a\n"
MASK32, MASK64 = (1 << 32) - 1, (1 << 64) - 1
FLAT, PARTITIONED, COMPACT, COMPACT_PARTITIONED, TEXT = 1, 2, 3, 4, 5


class FormatError(ValueError):
    """The bytes are no sound table file."""


class UnsupportedError(FormatError):
    """The file may be sound, but this reader can't look keys up in it."""


def require(condition, what, error=FormatError):
    if not condition:
        raise error(what)


def xxh64(data):
    """The XXH64 of bytes, with the seed 0."""
    p1, p2, p3 = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
    p4, p5 = 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5

    def turn(word, bits):
        return (word << bits | word >> (64 - bits)) & MASK64

    def mix(lane, word):
        return turn((lane + word * p2) & MASK64, 31) * p1 & MASK64

    end, result = len(data) & ~31, p5
    if end:
        lanes = [(p1 + p2) & MASK64, p2, 0, -p1 & MASK64]
        for words in struct.iter_unpack("<4Q", data[:end]):
            lanes = [mix(lane, word) for lane, word in zip(lanes, words)]
        result = sum(turn(lane, bits) for lane, bits in zip(lanes, (1, 7, 12, 18))) & MASK64
        for lane in lanes:
            result = ((result ^ mix(0, lane)) * p1 + p4) & MASK64
    result = (result + len(data)) & MASK64
    for word, in struct.iter_unpack("<Q", data[end:len(data) & ~7]):
        result = (turn(result ^ mix(0, word), 27) * p1 + p4) & MASK64
    if len(data) & 4:
        word, = struct.unpack_from("<I", data, len(data) & ~7)
        result = (turn(result ^ word * p1 & MASK64, 23) * p2 + p3) & MASK64
    for byte in data[len(data) & ~3:]:
        result = turn(result ^ byte * p5 & MASK64, 11) * p1 & MASK64
    result = (result ^ result >> 33) * p2 & MASK64
    result = (result ^ result >> 29) * p3 & MASK64
    return result ^ result >> 32


class Table:
    """A table file that was checked: magic, version, sizes and checksum."""

    def __init__(self, data):
        require(sys.byteorder == "little", "big-endian machines are not supported", UnsupportedError)
        data = memoryview(data)
        require(len(data) >= 576 and data[:8] == MAGIC, "no table file: wrong magic")
        version, header, size = struct.unpack_from("<IIQ", data, 8)
        require(version in (1, 2), f"version {version} of table files is not known", UnsupportedError)
        require(header == 512 and size == len(data) and size % 64 == 0, "wrong size")
        require(struct.unpack_from("<Q", data, size - 8)[0] == xxh64(data[:-8]), "wrong checksum")
        flags, family, self.layout, self.key_bytes, slot, self.edge_bits = struct.unpack_from("<6I", data, 24)
        self.key_count, = struct.unpack_from("<Q", data, 56)
        self.mask, = struct.unpack_from("<Q", data, 72)
        self.buckets, *seeds = struct.unpack_from("<7Q", data, 96)
        (directory_at, directory_bytes, slots_at, slots_bytes, keys_at, keys_bytes, name_bytes, self.value_bits,
         _, payload_at, payload_bytes, prints, packed) = struct.unpack_from("<6QIIQQQII", data, 152)
        require(self.layout != TEXT, "text keys are not supported", UnsupportedError)
        require(flags <= 1 and self.layout in (FLAT, PARTITIONED, COMPACT, COMPACT_PARTITIONED),
                f"layout {self.layout} is not supported", UnsupportedError)
        require(family == 1, f"hash function {family} is not supported", UnsupportedError)
        require(self.key_bytes in (4, 8), f"keys of {self.key_bytes} bytes are not supported", UnsupportedError)
        require(prints == 0, "fingerprints are not supported", UnsupportedError)
        require(packed == 0, "packed slots are not supported", UnsupportedError)

        def section(at, count, width, kind):
            require(at % 64 == 0 and at >= 512 and at + count * width <= size - 8, "wrong sections")
            return data[at:at + count * width].cast(kind)

        kinds = {1: "B", 2: "H", 4: "I", 8: "Q"}
        self.is_compact = self.layout >= COMPACT
        self.hash_bits = 64 if self.key_bytes == 8 and self.mask == 0 else 32
        require(1 <= self.key_count <= 1 << 28 and (self.mask == 0 or self.key_bytes == 8), "wrong header")
        require(slot in (1, 2, 4) and 3 <= self.edge_bits <= 30 and self.buckets >= 1 and name_bytes <= 255
                and self.value_bits in (0, 8, 16, 32), "wrong header")
        self.vertices = slots_bytes // slot // self.buckets
        segment = 1 << self.edge_bits
        require(self.vertices * self.buckets * slot == slots_bytes and self.vertices <= 1 << 31
                and (self.vertices >= 3 * segment and self.vertices % segment == 0 if self.is_compact
                     else self.vertices == 2 * segment if self.layout == PARTITIONED
                     else self.vertices % 2 == 0 and segment < self.vertices <= 2 * segment), "wrong slots")
        self.slots = section(slots_at, slots_bytes // slot, slot, kinds[slot])
        self.has_keys, self.has_payload = flags == 1, payload_bytes != 0
        require(keys_bytes == (self.key_count * self.key_bytes if self.has_keys else 0), "wrong keys")
        self.keys = section(keys_at, self.key_count, self.key_bytes, kinds[self.key_bytes]) if self.has_keys else None
        require(payload_bytes in (0, self.key_count * self.value_bits // 8), "wrong values")
        self.payload = (section(payload_at, self.key_count, self.value_bits // 8, kinds[self.value_bits // 8])
                        if self.has_payload else None)
        bucketed = self.layout in (PARTITIONED, COMPACT_PARTITIONED)
        width = 8 if self.is_compact or self.hash_bits == 64 else 4
        require(directory_bytes == (self.buckets * 2 * width if bucketed else 0) and (bucketed or self.buckets == 1),
                "wrong directory")
        self.directory = section(directory_at, self.buckets * 2, width, kinds[width]) if bucketed else None
        self.seeds = seeds
        bits = (self.value_bits if self.value_bits and not self.has_payload
                else 8 * slot if self.is_compact else 32 if bucketed else self.edge_bits)
        self.result_mask = (1 << bits) - 1
        self.name = bytes(data[256:256 + name_bytes]).decode("utf-8", "replace")

    @classmethod
    def load(cls, path):
        """Reads a file."""
        with open(path, "rb") as file:
            return cls(file.read())

    def _look_up(self, key):
        """What the slots give for a key: of one of the set its position, or its value."""
        if self.mask:
            key = extract(key, self.mask)
        word, bits = (1 << self.hash_bits) - 1, self.hash_bits
        first, second, base = self.seeds[0], self.seeds[1], 0
        if self.directory is not None:
            bucket = ((key * first & word) >> (bits - 32)) * self.buckets >> 32
            first, second = self.directory[2 * bucket], self.directory[2 * bucket + 1]
            base = bucket * self.vertices
        if self.is_compact:
            word, bits = MASK64, 64
        p = key * first & word
        q = (p ^ p >> bits // 2) * (key ^ second) & word
        if self.is_compact:
            length = 1 << self.edge_bits
            v = (q >> 32) * (self.vertices - 2 * length) >> 32
            last = (v + 2 * length) ^ (q >> 2) % length
            total = self.slots[base + v] + self.slots[base + ((v + length) ^ (q >> 18) % length)] + self.slots[base + last]
        else:
            edges = self.vertices // 2
            total = (self.slots[base + ((p >> (bits - 32)) * edges >> 32)]
                     + self.slots[base + edges + ((q >> (bits - 32)) * edges >> 32)])
        return total & self.result_mask

    def index(self, key):
        """The position of a key of the set; of any other key some number, which may be too large."""
        require(not self.value_bits or self.has_payload, "the table has values, and no positions")
        return self._look_up(key)

    def find(self, key):
        """The position of a key, and -1 of one that is not in the set."""
        require(self.has_keys, "the table has no keys to compare with")
        at = self._look_up(key)
        return at if at < self.key_count and self.keys[at] == key else -1

    def __contains__(self, key):
        return self.find(key) >= 0

    def __len__(self):
        return self.key_count

    def value(self, key):
        """The value of a key of the set; of any other key some value, or 0."""
        require(self.value_bits, "the table has no values")
        at = self._look_up(key)
        if not self.has_payload:
            return at
        return self.payload[at] if at < self.key_count else 0


def extract(key, mask):
    """The key's bits at the mask's ones, packed at the low end."""
    result = at = 0
    while mask:
        low = mask & -mask
        result |= (key & low != 0) << at
        at, mask = at + 1, mask ^ low
    return result


class Pack:
    """A pack file (docs/reference/pack-file.md): many tables, each opened when it is asked for by its name."""

    def __init__(self, data):
        self.data = memoryview(data)
        size = len(self.data)
        magic = b"\x89PHK\r\n\x1a\n"
        require(size >= 128 and self.data[:8] == magic == self.data[-8:], "no pack file: wrong magic")
        version, = struct.unpack_from("<I", self.data, 8)
        require(version in (1, 2), f"version {version} of pack files is not known", UnsupportedError)
        at, count, names_bytes, file_bytes, index_hash, *reserved = struct.unpack_from("<7Q", self.data, size - 64)
        names_at = at + count * (32 if version == 1 else 36)
        require(file_bytes == size and reserved == [0, 0] and at >= 64 and names_at + names_bytes == size - 64, "wrong size of a pack")
        require(xxh64(self.data[at:-64]) == index_hash, "wrong checksum of a pack's index")
        self._places = {}
        for place, length, name_at, name_bytes, _ in struct.iter_unpack("<3QII", self.data[at:at + 32 * count]):
            require(place % 64 == 0 and 64 <= place and place + length <= at and name_at + name_bytes <= names_bytes,
                    "wrong entries of a pack")
            name = bytes(self.data[names_at + name_at:names_at + name_at + name_bytes]).decode("utf-8", "replace")
            self._places.setdefault(name, (place, length))

    @classmethod
    def load(cls, path):
        """Reads a file."""
        with open(path, "rb") as file:
            return cls(file.read())

    def names(self):
        """The names: relative paths of keys files."""
        return self._places.keys()

    def table(self, name):
        """The table of a name, or a KeyError."""
        place, length = self._places[name]
        return Table(self.data[place:place + length])
