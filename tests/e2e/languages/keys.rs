// Reads keys and answers as numbers.
use std::convert::TryInto;

pub fn k32(key: &[u8]) -> u32 {
    u32::from_le_bytes(key.try_into().unwrap())
}
pub fn k64(key: &[u8]) -> u64 {
    u64::from_le_bytes(key.try_into().unwrap())
}
pub fn k128(key: &[u8]) -> u128 {
    u128::from_le_bytes(key.try_into().unwrap())
}
