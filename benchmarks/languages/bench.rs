// Looks the keys of the tables `bench` and `words` up, and those of maps, in random order; prints "WHAT NAME NANOSECONDS" a line. Its argument is a
// table file, which perfecthash.rs reads.
mod bench;
#[allow(dead_code, unused_attributes)]
mod perfecthash;
mod words;

use std::collections::HashMap;

fn told(what: &str, name: &str, count: usize, mut round: impl FnMut() -> u64) {
    let mut least = f64::MAX;
    for _ in 0..60 {
        let start = std::time::Instant::now();
        assert!(round() != 0);
        least = least.min(start.elapsed().as_nanos() as f64);
    }
    println!("{} {} {:.2}", what, name, least / count as f64);
}

fn shuffle<T>(items: &mut [T]) {
    let mut state = 1u32;
    for i in (1..items.len()).rev() {
        state = state.wrapping_mul(1664525).wrapping_add(1013904223);
        items.swap(i, state as usize % (i + 1));
    }
}

// As Map::get of the crate's macro looks keys up, of a map that is made when the program runs.
fn phf_of<K: phf_shared::PhfHash + Copy>(keys: &[K]) -> phf::Map<K, u32> {
    let state = phf_generator::generate_hash(keys);
    let entries: Vec<(K, u32)> = state.map.iter().map(|&i| (keys[i], i as u32)).collect();
    phf::Map { key: state.key, disps: Box::leak(state.disps.into_boxed_slice()), entries: Box::leak(entries.into_boxed_slice()) }
}

fn integers() {
    let mut keys: Vec<u32> = (0..bench::LEN as u32).map(bench::key_at).collect();
    let pairs = || keys.iter().enumerate().map(|(i, key)| (*key, i as u32));
    let (map, fast, phf) = (pairs().collect::<HashMap<_, _>>(), pairs().collect::<fxhash::FxHashMap<_, _>>(), phf_of(&keys));
    shuffle(&mut keys);
    told("integers", "PerfectHash", keys.len(), || keys.iter().map(|key| bench::get(*key).unwrap() as u64).sum());
    told("integers", "phf", keys.len(), || keys.iter().map(|key| phf[key] as u64).sum());
    told("integers", "FxHashMap", keys.len(), || keys.iter().map(|key| fast[key] as u64).sum());
    told("integers", "HashMap", keys.len(), || keys.iter().map(|key| map[key] as u64).sum());
}

fn texts() {
    let mut keys: Vec<&'static str> = (0..words::LEN as u32).map(|position| words::at(position).word).collect();
    let pairs = || keys.iter().enumerate().map(|(i, key)| (*key, i as u32));
    let (map, fast, phf) = (pairs().collect::<HashMap<_, _>>(), pairs().collect::<fxhash::FxHashMap<_, _>>(), phf_of(&keys));
    shuffle(&mut keys);
    told("words", "PerfectHash", keys.len(), || keys.iter().map(|key| words::get(key.as_bytes()).unwrap().number as u64).sum());
    told("words", "phf", keys.len(), || keys.iter().map(|key| phf[key] as u64).sum());
    told("words", "FxHashMap", keys.len(), || keys.iter().map(|key| fast[key] as u64).sum());
    told("words", "HashMap", keys.len(), || keys.iter().map(|key| map[key] as u64).sum());
}

fn file(path: &str) {
    let start = std::time::Instant::now();
    let bytes = std::fs::read(path).unwrap();
    let table = perfecthash::Table::open(&bytes).unwrap();
    println!("load million {:.1}", start.elapsed().as_secs_f64() * 1e3);
    let mut keys: Vec<u64> = std::fs::read("million.keys").unwrap().chunks(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as u64).collect();
    let map: HashMap<u32, u32> = keys.iter().map(|key| (*key as u32, table.value(*key))).collect();
    shuffle(&mut keys);
    told("million", "PerfectHash", keys.len(), || keys.iter().map(|key| (table.find(*key).unwrap() as u64) + 1).sum());
    told("million", "HashMap", keys.len(), || keys.iter().map(|key| map[&(*key as u32)] as u64 + 1).sum());
}

fn main() {
    integers();
    texts();
    file(&std::env::args().nth(1).unwrap());
}
