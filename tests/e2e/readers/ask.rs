//! Asks the reader in Rust for every key of every table, and for strangers: see reader_writer.cpp.
use perfecthash::{Pack, Table};
use std::fs;

fn ask(pack: &Pack, name: &str, value_bits: u32, beside_bits: u32, has_keys: bool, failures: &mut usize) -> usize {
    let table = pack.table(name.as_bytes()).unwrap().unwrap();
    let asked = fs::read(format!("{name}.ask")).unwrap();
    let (mut mistakes, mut members) = (0, 0);
    for question in asked.chunks_exact(24) {
        let number = |at: usize| u64::from_le_bytes(question[at..at + 8].try_into().unwrap());
        let (key, answer, beside) = (number(0), number(8), number(16));
        let (found, index, value) = (table.find(key), table.index(key), table.value(key));
        let is_member = answer != u64::MAX;
        let expected = (is_member && has_keys).then_some(answer as usize);
        mistakes += usize::from(found != expected || table.contains(key) != expected.is_some());
        if is_member {
            members += 1;
            mistakes += usize::from(index as u64 != answer || beside_bits != 0 && u64::from(value) != beside);
            mistakes += usize::from(value_bits != 0 && u64::from(value) != answer);
        }
    }
    mistakes += usize::from(table.len() != members || table.value_bits() != value_bits + beside_bits);
    if mistakes != 0 {
        println!("{name}: {mistakes} mistakes");
    }
    *failures += mistakes;
    asked.len() / 24
}

/// Whether a hostile file is opened; its lookups must not panic.
fn opens(kind: u32, data: &[u8]) -> bool {
    if kind == 2 {
        return Pack::open(data).is_ok();
    }
    let table = match Table::open(data) {
        Ok(table) => table,
        Err(_) => return false,
    };
    for key in [1, 0xFFFF_FFFF, 0x9E37_79B9_7F4A_7C15] {
        let _ = (table.index(key), table.find(key), table.value(key));
    }
    true
}

fn main() {
    let (mut questions, mut failures) = (0, 0);
    let data = fs::read("all.phpack").unwrap();
    let pack = Pack::open(&data).unwrap();
    for line in fs::read_to_string("good").unwrap().lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let number = |at: usize| words[at].parse().unwrap();
        questions += ask(&pack, words[0], number(1), number(2), number(3) != 0u32, &mut failures);
    }
    for line in fs::read_to_string("bad").unwrap().lines() {
        let (name, says) = line.split_once(' ').unwrap();
        let said = Table::open(&fs::read(format!("{name}.pht")).unwrap()).map_or_else(|error| error.to_string(), |_| "nothing".into());
        if !said.contains(says) {
            println!("{name}: {said}, not {says}");
            failures += 1;
        }
    }
    let damaged = Pack::open(&fs::read("damaged.phpack").unwrap()).map_or_else(|error| error.to_string(), |_| "nothing".into());
    failures += usize::from(!damaged.contains("index") || pack.table(b"none").is_some());
    failures += usize::from(pack.names().count() != fs::read_to_string("good").unwrap().lines().count());
    let hostile = fs::read("hostile").unwrap();
    let (word, mut at) = (|at: usize| u32::from_le_bytes(hostile[at..at + 4].try_into().unwrap()), 0);
    while at < hostile.len() {
        let (kind, end) = (word(at + 4), at + 8 + word(at) as usize);
        failures += usize::from(opens(kind, &hostile[at + 8..end]) && kind != 0);
        at = end;
    }
    println!("{questions} questions, {failures} failures");
}
