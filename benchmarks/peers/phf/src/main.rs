//! peer_phf KEYS MEMBERS OTHERS: what a map of Rust's phf crate does, made when the program runs by
//! the crate's own generator and looked up as its Map::get does. The files hold packed 32-bit keys.
//! Prints: seconds to build, ns a lookup of a member, ns of another key, bytes.

use std::time::Instant;

struct Map {
    key: phf_shared::HashKey,
    disps: Vec<(u32, u32)>,
    entries: Vec<(u32, u32)>,
}

impl Map {
    fn new(keys: &[u32]) -> Map {
        let state = phf_generator::generate_hash(keys);
        let entries = state.map.iter().map(|&i| (keys[i], i as u32)).collect();
        Map { key: state.key, disps: state.disps, entries }
    }

    fn get(&self, key: u32) -> Option<u32> {
        let hashes = phf_shared::hash(&key, &self.key);
        let (found, value) = self.entries[phf_shared::get_index(&hashes, &self.disps, self.entries.len()) as usize];
        if found == key { Some(value) } else { None }
    }
}

fn read(path: &str) -> Vec<u32> {
    let bytes = std::fs::read(path).expect(path);
    bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}

// The best of five passes.
fn time(map: &Map, probes: &[u32], found: usize) -> f64 {
    (0..5).map(|_| {
        let start = Instant::now();
        let there = probes.iter().filter(|&&probe| map.get(probe).is_some()).count();
        let seconds = start.elapsed().as_secs_f64();
        assert_eq!(there, found, "a lookup is wrong");
        seconds / probes.len() as f64 * 1e9
    }).fold(f64::INFINITY, f64::min)
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let (keys, members, others) = (read(&arguments[1]), read(&arguments[2]), read(&arguments[3]));
    let start = Instant::now();
    let map = Map::new(&keys);
    let build = start.elapsed().as_secs_f64();
    assert!(keys.iter().enumerate().all(|(i, &key)| map.get(key) == Some(i as u32)), "a value is wrong");
    let bytes = map.disps.len() * 8 + map.entries.len() * 8;
    println!("{} {} {} {}", build, time(&map, &members, members.len()), time(&map, &others, 0), bytes);
}
