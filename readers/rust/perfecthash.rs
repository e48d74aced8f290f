//! Reads table files (`.pht`) of PerfectHash: docs/reference/table-file.md says what is in them.
//!
//! It reads tables of keys of 4 and 8 bytes of the hash function Quadx, flat, partitioned and
//! compact. Anything else is an error that names it.
#![no_std]

use core::fmt;

/// Why the bytes are no table that this reader knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The bytes are no sound table file.
    Format(&'static str),
    /// The file may be sound, but has this, which the reader doesn't know, with its number.
    Unsupported(&'static str, u32),
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Format(what) => write!(out, "no sound table file: {what}"),
            Error::Unsupported(what, number) => write!(out, "this reader doesn't know {what} {number}"),
        }
    }
}

/// Numbers of 1, 2, 4 or 8 bytes, little-endian.
#[derive(Clone, Copy, Debug)]
struct Numbers<'a> {
    bytes: &'a [u8],
    width: usize,
}

impl Numbers<'_> {
    fn at(&self, at: u64) -> u64 {
        let at = at as usize * self.width;
        let of = &self.bytes[at..at + self.width];
        match self.width {
            1 => of[0].into(),
            2 => u16::from_le_bytes([of[0], of[1]]).into(),
            4 => u32::from_le_bytes([of[0], of[1], of[2], of[3]]).into(),
            _ => u64_of(of, 0),
        }
    }
}

fn u32_of(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn u64_of(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_of(bytes, at)) | u64::from(u32_of(bytes, at + 4)) << 32
}

/// A table file that was checked, over its bytes.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    name: &'a [u8],
    key_count: u64,
    value_bits: u32,
    mask: u64,
    buckets: u64,
    seeds: (u64, u64),
    vertices: u64,
    segment: u64,
    result_mask: u64,
    wide: bool,
    compact: bool,
    slots: Numbers<'a>,
    directory: Option<Numbers<'a>>,
    keys: Option<Numbers<'a>>,
    payload: Option<Numbers<'a>>,
}

fn refuse(bad: bool, what: &'static str) -> Result<(), Error> {
    if bad { Err(Error::Format(what)) } else { Ok(()) }
}

fn unsupported(bad: bool, what: &'static str, number: u32) -> Result<(), Error> {
    if bad { Err(Error::Unsupported(what, number)) } else { Ok(()) }
}

/// The section whose place stands at `at`, which must have so many bytes; `None`: it may not be there.
fn section<'a>(data: &'a [u8], at: usize, bytes: Option<u64>, width: usize) -> Result<Option<Numbers<'a>>, Error> {
    let (from, found, end) = (u64_of(data, at), u64_of(data, at + 8), data.len() as u64 - 8);
    let bytes = match bytes {
        Some(bytes) => bytes,
        None => return refuse(found != 0, "wrong sections").map(|()| None),
    };
    let bad = found != bytes || from % 64 != 0 || from < 512 || from > end || bytes > end - from;
    let what = if at == 184 { "wrong keys" } else { "wrong sections" };
    refuse(bad, what)?;
    Ok(Some(Numbers { bytes: &data[from as usize..(from + bytes) as usize], width }))
}

impl<'a> Table<'a> {
    /// Checks the bytes of a file: magic, version, sizes and checksum.
    pub fn open(data: &'a [u8]) -> Result<Table<'a>, Error> {
        let size = data.len() as u64;
        refuse(size < 576 || data[..8] != *b"\x89PHT\r\n\x1a\n", "wrong magic")?;
        let (word, long) = (|at| u32_of(data, at), |at| u64_of(data, at));
        unsupported(word(8) != 1 && word(8) != 2, "table files of version", word(8))?;
        refuse(word(12) != 512 || long(16) != size || size % 64 != 0, "wrong size")?;
        refuse(u64_of(data, data.len() - 8) != xxh64(&data[..data.len() - 8]), "wrong checksum")?;
        let (flags, layout, key_bytes, slot, edge_bits) = (word(24), word(32), word(36), word(40), word(44));
        unsupported(layout == 5, "tables of text keys: layout", layout)?;
        unsupported(flags > 1 || layout == 0 || layout > 5, "tables of layout", layout)?;
        unsupported(word(28) != 1, "tables of hash function", word(28))?;
        unsupported(key_bytes == 16, "keys of 16 bytes, which are of", key_bytes)?;
        unsupported(word(232) != 0, "fingerprints: bits", word(232))?;
        unsupported(word(236) != 0, "packed slots: bits", word(236))?;
        let (key_count, mask, buckets, value_bits) = (long(56), long(72), long(96), word(204));
        let bad = !matches!(key_bytes, 4 | 8) || !matches!(slot, 1 | 2 | 4) || !(3..=30).contains(&edge_bits);
        let counts = buckets == 0 || buckets > size || !(1..=1 << 28).contains(&key_count) || word(200) > 255;
        refuse(bad || counts || mask != 0 && key_bytes == 4 || !matches!(value_bits, 0 | 8 | 16 | 32), "wrong header")?;
        let (compact, bucketed, segment) = (layout >= 3, layout % 2 == 0, 1u64 << edge_bits);
        let wide = key_bytes == 8 && mask == 0;
        let vertices = long(176) / u64::from(slot) / buckets;
        let fits = if compact {
            vertices >= 3 * segment && vertices % segment == 0 && vertices <= 1 << 30
        } else {
            vertices > segment && vertices <= 2 * segment && vertices % 2 == 0 && (!bucketed || vertices == 2 * segment)
        };
        let slots_bytes = vertices.checked_mul(buckets * u64::from(slot));
        refuse(!fits || slots_bytes != Some(long(176)), "wrong slots")?;
        refuse(!bucketed && buckets != 1, "wrong directory")?;
        let seed_bytes = if compact || wide { 8 } else { 4 };
        let directory = section(data, 152, bucketed.then_some(2 * buckets * seed_bytes), seed_bytes as usize)?;
        let keys = section(data, 184, (flags == 1).then_some(key_count * u64::from(key_bytes)), key_bytes as usize)?;
        let values = (long(224) != 0).then_some(key_count * u64::from(value_bits / 8));
        let payload = section(data, 216, values, value_bits as usize / 8)?;
        let slots = section(data, 168, slots_bytes, slot as usize)?.ok_or(Error::Format("wrong slots"))?;
        let bits = match () {
            () if value_bits != 0 && payload.is_none() => value_bits,
            () if compact => 8 * slot,
            () if bucketed => 32,
            () => edge_bits,
        };
        Ok(Table {
            name: &data[256..256 + word(200) as usize],
            key_count, value_bits, mask, buckets, seeds: (long(104), long(112)), vertices, segment,
            result_mask: (1u64 << bits) - 1,
            wide, compact, slots, directory, keys, payload,
        })
    }

    /// The table's name, UTF-8 from whoever made the file.
    pub fn name(&self) -> &'a [u8] { self.name }

    /// How many keys the table has.
    pub fn len(&self) -> usize { self.key_count as usize }

    /// Whether there are none, which no sound table says.
    pub fn is_empty(&self) -> bool { self.key_count == 0 }

    /// 8, 16 or 32 in a table that has values, otherwise 0.
    pub fn value_bits(&self) -> u32 { self.value_bits }

    /// The position of a key of the set; of any other key some number, which may be `len` or more.
    /// In a table of values alone it is the value.
    pub fn index(&self, key: u64) -> usize { self.look_up(key) as usize }

    /// The position of a key, unless it is not in the set or the table has no keys to compare with.
    pub fn find(&self, key: u64) -> Option<usize> {
        let at = self.look_up(key);
        let keys = self.keys?;
        (at < self.key_count && keys.at(at) == key).then_some(at as usize)
    }

    /// Whether a key is in the set.
    pub fn contains(&self, key: u64) -> bool { self.find(key).is_some() }

    /// The value of a key of the set; of any other key some value, or 0.
    pub fn value(&self, key: u64) -> u32 {
        let at = self.look_up(key);
        match self.payload {
            None => at as u32,
            Some(values) => if at < self.key_count { values.at(at) as u32 } else { 0 },
        }
    }

    fn look_up(&self, key: u64) -> u64 {
        let key = if self.mask != 0 { extract(key, self.mask) } else { key };
        let ((mut first, mut second), mut base) = (self.seeds, 0);
        if let Some(directory) = self.directory {
            let product = key.wrapping_mul(first);
            let high = if self.wide { product >> 32 } else { product & 0xFFFF_FFFF };
            let bucket = high.wrapping_mul(self.buckets) >> 32;
            (first, second) = (directory.at(2 * bucket), directory.at(2 * bucket + 1));
            base = bucket * self.vertices;
        }
        let (slot, edges, length) = (|at| self.slots.at(base + at), self.vertices / 2, self.segment);
        if !self.compact && !self.wide {
            let p = (key as u32).wrapping_mul(first as u32);
            let q = (p ^ p >> 16).wrapping_mul(key as u32 ^ second as u32);
            return slot(u64::from(p) * edges >> 32) + slot(edges + (u64::from(q) * edges >> 32)) & self.result_mask;
        }
        let p = key.wrapping_mul(first);
        let q = (p ^ p >> 32).wrapping_mul(key ^ second);
        if !self.compact {
            return slot((p >> 32) * edges >> 32) + slot(edges + ((q >> 32) * edges >> 32)) & self.result_mask;
        }
        let v = (q >> 32) * (self.vertices - 2 * length) >> 32;
        let (middle, last) = (v + length ^ (q >> 18) % length, v + 2 * length ^ (q >> 2) % length);
        slot(v) + slot(middle) + slot(last) & self.result_mask
    }
}

/// A pack file (docs/reference/pack-file.md) over its bytes: many tables, each opened when it is asked for.
#[derive(Clone, Debug)]
pub struct Pack<'a> {
    data: &'a [u8],
    entries: &'a [u8],
    names: &'a [u8],
}

impl<'a> Pack<'a> {
    /// Checks the bytes of a pack file, but not those of its tables.
    pub fn open(data: &'a [u8]) -> Result<Pack<'a>, Error> {
        let (size, magic) = (data.len(), *b"\x89PHK\r\n\x1a\n");
        refuse(size < 128 || data[..8] != magic || data[size - 8..] != magic, "wrong magic of a pack")?;
        let (version, end) = (u32_of(data, 8), size as u64 - 64);
        unsupported(version != 1 && version != 2, "pack files of version", version)?;
        let number = |at: usize| u64_of(data, size - 64 + at);
        let (at, count, names_bytes, each) = (number(0), number(8), number(16), if version == 1 { 32 } else { 36 });
        let fits = at >= 64 && at <= end && count <= (end - at) / each && names_bytes == end - at - count * each;
        refuse(number(24) != size as u64 || number(40) | number(48) != 0 || !fits, "wrong size of a pack")?;
        let (at, index) = (at as usize, &data[at as usize..end as usize]);
        refuse(xxh64(index) != number(32), "wrong checksum of a pack's index")?;
        let entries = &data[at..at + 32 * count as usize];
        for entry in entries.chunks_exact(32) {
            let (from, bytes, name_at, name_bytes) =
                (u64_of(entry, 0), u64_of(entry, 8), u64_of(entry, 16), u64::from(u32_of(entry, 24)));
            let inside = from % 64 == 0 && from >= 64 && from <= at as u64 && bytes <= at as u64 - from;
            refuse(!inside || name_at > names_bytes || name_bytes > names_bytes - name_at, "wrong entries of a pack")?;
        }
        Ok(Pack { data, entries, names: &index[index.len() - names_bytes as usize..] })
    }

    fn name_of(&self, entry: &[u8]) -> &'a [u8] {
        let at = u64_of(entry, 16) as usize;
        &self.names[at..at + u32_of(entry, 24) as usize]
    }

    /// The names in the order of the tables: relative paths of keys files, UTF-8.
    pub fn names(&self) -> impl Iterator<Item = &'a [u8]> + '_ {
        self.entries.chunks_exact(32).map(|entry| self.name_of(entry))
    }

    /// The table of a name, after a look at one name after the other.
    pub fn table(&self, name: &[u8]) -> Option<Result<Table<'a>, Error>> {
        let entry = self.entries.chunks_exact(32).find(|entry| self.name_of(entry) == name)?;
        let (from, bytes) = (u64_of(entry, 0) as usize, u64_of(entry, 8) as usize);
        Some(Table::open(&self.data[from..from + bytes]))
    }
}

/// The key's bits at the mask's ones, packed at the low end.
fn extract(key: u64, mut mask: u64) -> u64 {
    let (mut result, mut at) = (0, 0);
    while mask != 0 {
        result |= (key >> mask.trailing_zeros() & 1) << at;
        at += 1;
        mask &= mask - 1;
    }
    result
}

fn xxh64(data: &[u8]) -> u64 {
    const P: [u64; 5] =
        [0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5];
    let mix = |lane: u64, word: u64| lane.wrapping_add(word.wrapping_mul(P[1])).rotate_left(31).wrapping_mul(P[0]);
    let add = |hash: u64, turn, by: u64, plus| hash.rotate_left(turn).wrapping_mul(by).wrapping_add(plus);
    let (blocks, mut hash) = (data.chunks_exact(32), P[4]);
    let rest = blocks.remainder();
    if data.len() >= 32 {
        let mut lanes = [P[0].wrapping_add(P[1]), P[1], 0, P[0].wrapping_neg()];
        for block in blocks {
            for (i, lane) in lanes.iter_mut().enumerate() {
                *lane = mix(*lane, u64_of(block, 8 * i));
            }
        }
        hash = [1, 7, 12, 18].iter().zip(lanes).fold(0, |sum: u64, (turn, lane)| sum.wrapping_add(lane.rotate_left(*turn)));
        hash = lanes.iter().fold(hash, |hash, lane| add(hash ^ mix(0, *lane), 0, P[0], P[3]));
    }
    hash = hash.wrapping_add(data.len() as u64);
    let words = rest.chunks_exact(8);
    let mut few = words.remainder();
    hash = words.fold(hash, |hash, word| add(hash ^ mix(0, u64_of(word, 0)), 27, P[0], P[3]));
    if few.len() >= 4 {
        hash = add(hash ^ u64::from(u32_of(few, 0)).wrapping_mul(P[0]), 23, P[1], P[2]);
        few = &few[4..];
    }
    hash = few.iter().fold(hash, |hash, byte| add(hash ^ u64::from(*byte).wrapping_mul(P[4]), 11, P[0], 0));
    hash = (hash ^ hash >> 33).wrapping_mul(P[1]);
    hash = (hash ^ hash >> 29).wrapping_mul(P[2]);
    hash ^ hash >> 32
}
