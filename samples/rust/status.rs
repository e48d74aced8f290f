//! PerfectHash from Rust: a table of HTTP status codes. A key's position in the table is its position in the array that the table was made from.
//!
//!   rustc --edition 2021 status.rs                                                            where Rust's Windows target is the default
//!   rustc --edition 2021 --target x86_64-pc-windows-gnu -C linker=x86_64-w64-mingw32-gcc status.rs
mod com;
mod perfecthash;

use com::{Result, Variant};
use perfecthash::{IPerfectHashTable, IPerfectHashTableNative, IocpContext};

const CODES: [u32; 11] = [200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 500];
const TEXTS: [&str; 11] = [
    "OK", "Created", "No Content", "Moved Permanently", "Found", "Not Modified", "Bad Request", "Unauthorized", "Forbidden", "Not Found",
    "Internal Server Error",
];

/// One key that is known to be in the set (index), one that may not be (find), and many at once.
fn look_up(table: &IPerfectHashTable) -> Result<()> {
    println!("404: {}", TEXTS[table.index(&404u32.into())? as usize]);
    match table.find(&418u32.into())? {
        -1 => println!("418: not in the table"),
        position => println!("418: {}", TEXTS[position as usize]),
    }
    let seen = [500u32, 200, 301];
    let positions = table.index_many(&Variant::from(&seen[..]))?;
    for (code, &position) in seen.iter().zip(positions.positions()) {
        println!("{}: {}", code, TEXTS[position as usize]);
    }
    Ok(())
}

fn run() -> Result<()> {
    com::initialize()?;
    let context = IocpContext::create()?;
    let table = context.table_create_from_keys(&Variant::from(&CODES[..]), "HttpStatus", "", "")?;
    println!("{}: {} keys", table.name()?, table.key_count()?);
    look_up(&table)?;

    // Callers who count nanoseconds: no VARIANT, only the lookup. Any number of threads may do this.
    let native = table.query::<IPerfectHashTableNative>()?;
    std::thread::scope(|threads| {
        threads.spawn(|| println!("304: {}", TEXTS[native.index(304) as usize]));
    });

    // A keys file that isn't there.
    if let Err(error) = context.table_create("no-such.keys", "", "") {
        println!("{}", error);
    }
    Ok(())
}

fn main() {
    if let Err(error) = run() {
        println!("{}", error);
        std::process::exit(1);
    }
}
