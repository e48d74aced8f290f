// Asks tables with records as Rust sources for every row and column, and for strangers.

// Returns the pieces of a file: each is bytes behind their length.
fn pieces_of(file: String) -> Vec<Vec<u8>> {
    let (all, mut pieces, mut at) = (std::fs::read(file).unwrap(), vec![], 0);
    while at < all.len() {
        let length = k32(&all[at..at + 4]) as usize;
        pieces.push(all[at + 4..at + 4 + length].to_vec());
        at += 4 + length;
    }
    pieces
}

pub fn bits(number: f64) -> String {
    format!("{:016x}", number.to_bits())
}

#[derive(Default)]
pub struct Ask {
    questions: usize,
    failures: usize,
}

impl Ask {
    // find: the cells of a key, found by it and by its position, and whether other lookups agree.
    fn rows(&mut self, file: &str, columns: usize, len: usize, find: fn(&[u8], u32) -> (bool, Option<Vec<String>>)) {
        let pieces = pieces_of(format!("{}.rows", file));
        let mut mistakes = (pieces.len() != len * (columns + 1)) as usize;
        for (row, all) in pieces.chunks(columns + 1).enumerate() {
            let (agree, cells) = find(&all[0], row as u32);
            let cells = cells.unwrap_or_default();
            mistakes += (!agree || cells.len() != columns) as usize;
            mistakes += cells.iter().zip(&all[1..]).filter(|(cell, meant)| cell.as_bytes() != &meant[..]).count();
            self.questions += columns;
        }
        for key in pieces_of(format!("{}.strangers", file)) {
            let (agree, cells) = find(&key, u32::MAX);
            mistakes += (!agree || cells.is_some()) as usize;
            self.questions += 1;
        }
        if mistakes != 0 {
            println!("{}: {} mistakes", file, mistakes);
        }
        self.failures += mistakes;
    }
}
