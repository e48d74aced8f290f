// Asks tables as Rust sources for every key and for strangers.

pub struct Ask {
    questions: u64,
    failures: u64,
}

type Asked = fn(&[u8]) -> u64;
// Whether a key's other lookups agree, and its answer.
type Found = fn(&[u8]) -> (bool, u64);

impl Ask {
    fn one(&mut self, file: &str, prints: u32, index: Option<Asked>, find: Option<Found>, beside: Option<Asked>) {
        let all = std::fs::read(format!("{}.ask", file)).unwrap();
        let (mut at, mut mistakes, mut strangers, mut taken) = (0, 0, 0u64, 0u64);
        while at < all.len() {
            let length = k32(&all[at..at + 4]) as usize;
            let key = &all[at + 4..at + 4 + length];
            let answer = k64(&all[at + 4 + length..at + 12 + length]);
            let value = k64(&all[at + 12 + length..at + 20 + length]);
            at += 20 + length;
            self.questions += 1;
            let is_member = answer != u64::MAX;
            if let Some(index) = index {
                mistakes += (index(key) != answer && is_member) as u64;
            }
            if let Some(beside) = beside {
                mistakes += (beside(key) != value && is_member) as u64;
            }
            if let Some(find) = find {
                let (agree, found) = find(key);
                let is_taken = prints != 32 && !is_member && found != answer;
                strangers += !is_member as u64;
                taken += is_taken as u64;
                mistakes += ((found != answer && !is_taken) || agree != (found != u64::MAX)) as u64;
            }
        }
        mistakes += (prints != 32 && taken > 20 + 2 * (strangers >> prints)) as u64;
        if mistakes != 0 {
            println!("{}: {} mistakes", file, mistakes);
        }
        self.failures += mistakes;
    }
}
