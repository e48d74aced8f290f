use std::{env, path::Path, process::Command};

fn main() {
    println!("cargo:rerun-if-changed=opcodes.csv");
    let module = Path::new(&env::var("OUT_DIR").unwrap()).join("opcodes.rs");
    let made = Command::new("perfecthash").args(["opcodes.csv", "--KeyColumn=name", "--Quiet", "-o"]).arg(module).status();
    assert!(made.expect("perfecthash is on the PATH").success());
}
