use std::{env, path::Path, process::Command};

fn run(command: &mut Command) {
    assert!(command.status().expect("it starts").success(), "{:?} fails", command);
}

fn main() {
    println!("cargo:rerun-if-changed=opcodes.csv");
    println!("cargo:rerun-if-changed=lookup.c");
    let out = env::var("OUT_DIR").unwrap();
    let (header, object, library) =
        (Path::new(&out).join("opcodes.h"), Path::new(&out).join("lookup.o"), Path::new(&out).join("liblookup.a"));
    run(Command::new("perfecthash").args(["opcodes.csv", "--KeyColumn=name", "--Quiet", "-o"]).arg(&header));
    run(Command::new("cc").args(["-O2", "-c", "lookup.c", "-I"]).arg(&out).arg("-o").arg(&object));
    run(Command::new("ar").arg("crs").arg(&library).arg(&object));
    println!("cargo:rustc-link-search=native={}", out);
    println!("cargo:rustc-link-lib=static=lookup");
}
