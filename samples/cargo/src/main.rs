mod opcodes {
    include!(concat!(env!("OUT_DIR"), "/opcodes.rs"));
}

fn main() {
    for word in std::env::args().skip(1) {
        println!("{}: code {}", word, opcodes::get(word.as_bytes()).map_or(-1, |opcode| opcode.code as i32));
    }
}
