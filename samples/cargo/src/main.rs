extern "C" {
    fn opcode_of(name: *const u8, length: usize) -> i32;
}

fn main() {
    for word in std::env::args().skip(1) {
        println!("{}: code {}", word, unsafe { opcode_of(word.as_ptr(), word.len()) });
    }
}
