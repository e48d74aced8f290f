// Asks tables as Rust modules on a machine for which Debian has no std: every key and every stranger, by core alone.
pub struct Ask {
    pub questions: u64,
    pub failures: u64,
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |all, &byte| all << 8 | byte as u64)
}

impl Ask {
    // prints: the bits of the fingerprints, 32 where the table has the keys, 0 where it has neither.
    pub fn one(&mut self, ask: &[u8], prints: u32, index: fn(u64) -> u64, find: Option<fn(u64) -> (bool, u64)>) {
        let mut at = 0;
        while at < ask.len() {
            let length = number(&ask[at..at + 4]) as usize;
            let key = number(&ask[at + 4..at + 4 + length]);
            let answer = number(&ask[at + 4 + length..at + 12 + length]);
            at += 20 + length;
            self.questions += 1;
            let is_member = answer != u64::MAX;
            let is_found = match find {
                Some(find) if is_member || prints == 32 => find(key) == (is_member, answer),
                _ => true,
            };
            self.failures += (is_member && index(key) != answer || !is_found) as u64;
        }
    }
}

extern "C" {
    fn printf(format: *const u8, ...) -> i32;
    fn abort() -> !;
}

impl Ask {
    pub fn tell(&self) {
        unsafe { printf(b"%llu questions, %llu failures\n\0".as_ptr(), self.questions, self.failures) };
    }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    unsafe { abort() }
}
