// Looks the keys of the table `bench` up, and those of a HashMap, in random order; prints nanoseconds a lookup.
mod bench;

fn best(mut round: impl FnMut() -> u64) -> f64 {
    let mut least = f64::MAX;
    for _ in 0..100 {
        let start = std::time::Instant::now();
        assert!(round() != 0);
        least = least.min(start.elapsed().as_nanos() as f64);
    }
    least / bench::LEN as f64
}

fn main() {
    let mut keys: Vec<u32> = (0..bench::LEN as u32).map(bench::key_at).collect();
    let theirs: std::collections::HashMap<u32, u32> = keys.iter().enumerate().map(|(i, key)| (*key, i as u32)).collect();
    let mut state = 1u32;
    for i in (1..keys.len()).rev() {
        state = state.wrapping_mul(1664525).wrapping_add(1013904223);
        keys.swap(i, state as usize % (i + 1));
    }
    let ours = best(|| keys.iter().map(|key| bench::get(*key).unwrap() as u64).sum());
    let others = best(|| keys.iter().map(|key| theirs[key] as u64).sum());
    println!("{:.1} {:.1} 0", ours, others);
}
