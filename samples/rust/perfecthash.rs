// Generated from PerfectHash.idl by scripts/bindings; do not edit.
//! The interfaces of PerfectHash.dll for Rust: copy this file and com.rs into your program.
//! A property X of the contract is x() and set_x(). An interface of events is its IID and its DISPIDs: a sink is an IDispatch.
#![allow(dead_code, unused_unsafe)]
use crate::com::{self, check, Bstr, Com, Error, Guid, Hresult, IDispatch, IDispatchVtable, IUnknown, IUnknownVtable, Interface, RawBstr, RawVariant, Result, Variant};
use std::ffi::c_void;
use std::ptr::null_mut;

/// Finds the position of every key of a set by two hashes and an add.
#[repr(C)]
pub struct IPerfectHashTable {
    vtable: *const IPerfectHashTableVtable,
}

#[repr(C)]
pub struct IPerfectHashTableVtable {
    pub base: IDispatchVtable,
    pub get_name: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut Bstr) -> Hresult,
    pub get_key_count: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut i32) -> Hresult,
    pub get_key_size_in_bytes: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut i32) -> Hresult,
    pub get_algorithm: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut Bstr) -> Hresult,
    pub get_hash_function: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut Bstr) -> Hresult,
    pub get_mask_function: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut Bstr) -> Hresult,
    pub get_layout: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut Bstr) -> Hresult,
    pub get_rng_seed: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_seeds: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut Variant) -> Hresult,
    pub get_attempts: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_table_resizes: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut i32) -> Hresult,
    pub get_solve_microseconds: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_table_bytes: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_output_directory: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut Bstr) -> Hresult,
    pub get_files: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut Variant) -> Hresult,
    pub get_has_keys: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut i16) -> Hresult,
    pub index: unsafe extern "system" fn(this: *const IPerfectHashTable, key: RawVariant, position: *mut i32) -> Hresult,
    pub contains: unsafe extern "system" fn(this: *const IPerfectHashTable, key: RawVariant, found: *mut i16) -> Hresult,
    pub find: unsafe extern "system" fn(this: *const IPerfectHashTable, key: RawVariant, position: *mut i32) -> Hresult,
    pub index_many: unsafe extern "system" fn(this: *const IPerfectHashTable, key_list: RawVariant, positions: *mut Variant) -> Hresult,
    pub find_many: unsafe extern "system" fn(this: *const IPerfectHashTable, key_list: RawVariant, positions: *mut Variant) -> Hresult,
    pub source: unsafe extern "system" fn(this: *const IPerfectHashTable, language: RawBstr, text: *mut Bstr) -> Hresult,
    pub save: unsafe extern "system" fn(this: *const IPerfectHashTable, path: RawBstr) -> Hresult,
    pub get_empty_cache_lines: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_used_cache_lines: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_empty_pages: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_used_pages: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_empty_large_pages: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_used_large_pages: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_max_assigned_per_cache_line: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_attempts_made: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_setups: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_rejected_attempts: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_setup_microseconds: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_attempt_microseconds: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_assign_microseconds: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_verify_microseconds: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_scatter_microseconds: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_keys_hash: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut Bstr) -> Hresult,
    pub keys: unsafe extern "system" fn(this: *const IPerfectHashTable, all_keys: *mut Variant) -> Hresult,
    pub key_at: unsafe extern "system" fn(this: *const IPerfectHashTable, number: i32, key_value: *mut Variant) -> Hresult,
    pub get_value_bits: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut i32) -> Hresult,
    pub get_value: unsafe extern "system" fn(this: *const IPerfectHashTable, key: RawVariant, number: *mut f64) -> Hresult,
    pub get_values: unsafe extern "system" fn(this: *const IPerfectHashTable, key_list: RawVariant, numbers: *mut Variant) -> Hresult,
    pub get_fingerprint_bits: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut i32) -> Hresult,
    pub get_has_positions: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut i16) -> Hresult,
    pub value_at: unsafe extern "system" fn(this: *const IPerfectHashTable, position: i32, number: *mut f64) -> Hresult,
    pub get_packed_bits: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut i32) -> Hresult,
    pub get_key_type: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut Bstr) -> Hresult,
    pub verify: unsafe extern "system" fn(this: *const IPerfectHashTable, verified_count: *mut f64) -> Hresult,
    pub get_file_bytes: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_format_version: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut i32) -> Hresult,
    pub find_floor: unsafe extern "system" fn(this: *const IPerfectHashTable, key: RawVariant, position: *mut i32) -> Hresult,
    pub find_floor_many: unsafe extern "system" fn(this: *const IPerfectHashTable, key_list: RawVariant, positions: *mut Variant) -> Hresult,
    pub get_module_name: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut Bstr) -> Hresult,
    pub get_module_time_date_stamp: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_module_image_bytes: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut f64) -> Hresult,
    pub get_module_build_id: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut Bstr) -> Hresult,
    pub get_column_count: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut i32) -> Hresult,
    pub get_column_names: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut Variant) -> Hresult,
    pub get_column_types: unsafe extern "system" fn(this: *const IPerfectHashTable, value: *mut Variant) -> Hresult,
    pub value: unsafe extern "system" fn(this: *const IPerfectHashTable, key: RawVariant, column: RawBstr, found: *mut Variant) -> Hresult,
    pub value_many: unsafe extern "system" fn(this: *const IPerfectHashTable, key_list: RawVariant, column: RawBstr, found: *mut Variant) -> Hresult,
    pub item: unsafe extern "system" fn(this: *const IPerfectHashTable, key: RawVariant, found: *mut Variant) -> Hresult,
    pub report_data: unsafe extern "system" fn(this: *const IPerfectHashTable, json: *mut Bstr) -> Hresult,
}

unsafe impl Interface for IPerfectHashTable {
    const IID: Guid = Guid(0xf267c790, 0xaef2, 0x42cd, [0xbb, 0xb0, 0x50, 0x7e, 0x0b, 0xa8, 0x02, 0x8d]);
}

impl IPerfectHashTable {
    fn vtable(&self) -> &IPerfectHashTableVtable {
        unsafe { &*self.vtable }
    }

    /// Returns the table's name: that of its keys file, or the one that was given.
    pub fn name(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_name)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns the number of keys.
    pub fn key_count(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_key_count)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the size of a key in bytes: 4, 8 or 16; 0 for text keys.
    pub fn key_size_in_bytes(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_key_size_in_bytes)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the algorithm: Chm01.
    pub fn algorithm(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_algorithm)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns the hash function, e.g. Quadx.
    pub fn hash_function(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_hash_function)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns the mask function: And.
    pub fn mask_function(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_mask_function)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns Flat, Partitioned (buckets that fit the processor's cache), Compact (three slots a key, the least bytes), CompactPartitioned, or Text, of text keys.
    pub fn layout(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_layout)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns the seed of the random sequence from which the hash function's seeds were drawn.
    pub fn rng_seed(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_rng_seed)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the hash function's seeds: an array of strings such as 0x9E3779B1.
    pub fn seeds(&self) -> Result<Variant> {
        let mut value = Variant::default();
        check(unsafe { (self.vtable().get_seeds)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the attempts up to the one that gave the table.
    pub fn attempts(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_attempts)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts how often the table was doubled.
    pub fn table_resizes(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_table_resizes)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the microseconds from the first attempt to the verified table; 0 for a loaded table.
    pub fn solve_microseconds(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_solve_microseconds)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the bytes of the lookup data, without the keys.
    pub fn table_bytes(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_table_bytes)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the folder that holds the table's files, or an empty string.
    pub fn output_directory(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_output_directory)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns the paths of the files that were written: an array of strings.
    pub fn files(&self) -> Result<Variant> {
        let mut value = Variant::default();
        check(unsafe { (self.vtable().get_files)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns True when the keys are in the table, so that it can tell whether it contains a key.
    pub fn has_keys(&self) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().get_has_keys)(self, &mut value) })?;
        Ok(value != 0)
    }

    /// Returns the position of a key in the keys that the table was made from, counted from 0. For a key that isn't among them it is an arbitrary number: see Find.
    pub fn index(&self, key: &Variant) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().index)(self, key.raw(), &mut value) })?;
        Ok(value)
    }

    /// Returns True when the key is in the set; with fingerprints (FingerprintBits) for a few other keys, too.
    pub fn contains(&self, key: &Variant) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().contains)(self, key.raw(), &mut value) })?;
        Ok(value != 0)
    }

    /// Returns the position of a key in the keys that the table was made from, counted from 0; -1 when it isn't among them.
    pub fn find(&self, key: &Variant) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().find)(self, key.raw(), &mut value) })?;
        Ok(value)
    }

    /// Returns Index of each key of an array, in its order and shape: an array of long for a typed array, of VARIANT for one of VARIANT or bytes.
    pub fn index_many(&self, key_list: &Variant) -> Result<Variant> {
        let mut value = Variant::default();
        check(unsafe { (self.vtable().index_many)(self, key_list.raw(), &mut value) })?;
        Ok(value)
    }

    /// Returns Find of each element of an array; -1 for one that is no key, too.
    pub fn find_many(&self, key_list: &Variant) -> Result<Variant> {
        let mut value = Variant::default();
        check(unsafe { (self.vtable().find_many)(self, key_list.raw(), &mut value) })?;
        Ok(value)
    }

    /// Returns the table as source code: a self-contained header for C and C++ (language c, h or Header), or another of its outputs by its name (CSource.h, CSource, Cpp, CSharp, Rust and so on).
    pub fn source(&self, language: &str) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().source)(self, Bstr::new(language).raw(), &mut value) })?;
        Ok(value.into())
    }

    /// Writes the table file (.pht), which LoadTable reads.
    pub fn save(&self, path: &str) -> Result<()> {
        check(unsafe { (self.vtable().save)(self, Bstr::new(path).raw()) })
    }

    /// Counts the cache lines of the table that no key touches; -1 = not measured (--FindBestGraph and --MeasureCoverage measure).
    pub fn empty_cache_lines(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_empty_cache_lines)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the cache lines that keys touch; -1 = not measured.
    pub fn used_cache_lines(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_used_cache_lines)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the pages of 4 KiB that no key touches; -1 = not measured.
    pub fn empty_pages(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_empty_pages)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the pages of 4 KiB that keys touch; -1 = not measured.
    pub fn used_pages(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_used_pages)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the large pages of 2 MiB that no key touches; -1 = not measured.
    pub fn empty_large_pages(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_empty_large_pages)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the large pages of 2 MiB that keys touch; -1 = not measured.
    pub fn used_large_pages(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_used_large_pages)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the most slots that keys touch in one cache line; -1 = not measured.
    pub fn max_assigned_per_cache_line(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_max_assigned_per_cache_line)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the attempts of all lanes together, where Attempts counts to the one that gave the table; 0 for a loaded table.
    pub fn attempts_made(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_attempts_made)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the set-ups under a first seed, which several attempts share.
    pub fn setups(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_setups)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the attempts that ended in their first step.
    pub fn rejected_attempts(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_rejected_attempts)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the time that set-ups took, summed over lanes, as are the times that follow.
    pub fn setup_microseconds(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_setup_microseconds)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the time that attempts took.
    pub fn attempt_microseconds(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_attempt_microseconds)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the time that the assignment of slots took.
    pub fn assign_microseconds(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_assign_microseconds)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the time that the verification of every key took.
    pub fn verify_microseconds(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_verify_microseconds)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the time that the distribution of keys to buckets took; 0 for a flat table.
    pub fn scatter_microseconds(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_scatter_microseconds)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns a 64-bit hash of the keys in their order, such as 0x9E3779B97F4A7C15: a table of other keys, or of another order, has another one.
    pub fn keys_hash(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_keys_hash)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns all keys, in the order of their positions: an array of numbers; of a key above 2^53 its decimal digits.
    pub fn keys(&self) -> Result<Variant> {
        let mut value = Variant::default();
        check(unsafe { (self.vtable().keys)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the key at a position, as in Keys.
    pub fn key_at(&self, number: i32) -> Result<Variant> {
        let mut value = Variant::default();
        check(unsafe { (self.vtable().key_at)(self, number, &mut value) })?;
        Ok(value)
    }

    /// Returns the bits of a value: 8, 16 or 32; 0 for a table that gives positions.
    pub fn value_bits(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_value_bits)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the value that a key has, of a table that gives values. For a key that isn't in the set it is an arbitrary number, or -1 where fingerprints or keys tell.
    pub fn get_value(&self, key: &Variant) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_value)(self, key.raw(), &mut value) })?;
        Ok(value)
    }

    /// Returns GetValue of each key of an array, in its order and shape. A typed array gives an array of unsigned long (where -1 can be, of long, or of double for values of 32 bits); one of VARIANT or bytes gives an array of VARIANT.
    pub fn get_values(&self, key_list: &Variant) -> Result<Variant> {
        let mut value = Variant::default();
        check(unsafe { (self.vtable().get_values)(self, key_list.raw(), &mut value) })?;
        Ok(value)
    }

    /// Returns the bits of the fingerprints by which Contains, Find and GetValue reject other keys: 8 (one in 256 other keys is taken for a key), 16 (one in 65,536), or 0 = no fingerprints.
    pub fn fingerprint_bits(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_fingerprint_bits)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns True when the table gives positions, beside values or alone; False for one of values alone.
    pub fn has_positions(&self) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().get_has_positions)(self, &mut value) })?;
        Ok(value != 0)
    }

    /// Returns the value of the key at a position, of a table that gives values beside positions: Index or Find and then ValueAt take one lookup.
    pub fn value_at(&self, position: i32) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().value_at)(self, position, &mut value) })?;
        Ok(value)
    }

    /// Returns the bits of a packed slot, of a compact table that was made with --Packed; 0: slots have whole bytes.
    pub fn packed_bits(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_packed_bits)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns what the keys are: Number, or Text, of which KeySizeInBytes is 0, HashFunction empty and Layout Text.
    pub fn key_type(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_key_type)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Computes the table's checksum again, looks up every key that is in the table, and fails where one doesn't give its position. Returns how many keys it looked up: 0 for a table without keys.
    pub fn verify(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().verify)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the bytes of the table file, with the keys: what Save writes.
    pub fn file_bytes(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_file_bytes)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the version of the table file's format.
    pub fn format_version(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_format_version)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the position of the greatest key that is not above a number, -1 when all are: of function starts, the function that an address is in. The table must have its keys, of 32 or 64 bits.
    pub fn find_floor(&self, key: &Variant) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().find_floor)(self, key.raw(), &mut value) })?;
        Ok(value)
    }

    /// Returns FindFloor of each element of an array.
    pub fn find_floor_many(&self, key_list: &Variant) -> Result<Variant> {
        let mut value = Variant::default();
        check(unsafe { (self.vtable().find_floor_many)(self, key_list.raw(), &mut value) })?;
        Ok(value)
    }

    /// Returns the file name of the program whose functions are the keys, or an empty string.
    pub fn module_name(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_module_name)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns the time stamp of that program's headers; 0 without one.
    pub fn module_time_date_stamp(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_module_time_date_stamp)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the bytes that it has in memory; 0 without one.
    pub fn module_image_bytes(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_module_image_bytes)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the GUID and the age of its debug information as symbol servers write them, or an empty string.
    pub fn module_build_id(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_module_build_id)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Counts the columns of values that a table has of its records; 1 for a table of values. A loaded table has no others.
    pub fn column_count(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_column_count)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns their names: an array of strings.
    pub fn column_names(&self) -> Result<Variant> {
        let mut value = Variant::default();
        check(unsafe { (self.vtable().get_column_names)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns their types, such as u16, f64, bool, text, enum, date, currency and decimal.
    pub fn column_types(&self) -> Result<Variant> {
        let mut value = Variant::default();
        check(unsafe { (self.vtable().get_column_types)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns a key's value in a column, by its name or its number from 0; without one, in the only column. Empty for a key that isn't in the set.
    pub fn value(&self, key: &Variant, column: &str) -> Result<Variant> {
        let mut value = Variant::default();
        check(unsafe { (self.vtable().value)(self, key.raw(), Bstr::new(column).raw(), &mut value) })?;
        Ok(value)
    }

    /// Returns the value of each key of an array, in its order and shape: an array of VARIANT.
    pub fn value_many(&self, key_list: &Variant, column: &str) -> Result<Variant> {
        let mut value = Variant::default();
        check(unsafe { (self.vtable().value_many)(self, key_list.raw(), Bstr::new(column).raw(), &mut value) })?;
        Ok(value)
    }

    /// Returns a key's row: its value, or an array of one in each of several columns; Empty for a key that isn't in the set.
    pub fn item(&self, key: &Variant) -> Result<Variant> {
        let mut value = Variant::default();
        check(unsafe { (self.vtable().item)(self, key.raw(), &mut value) })?;
        Ok(value)
    }

    /// Returns what a report draws of the table, as JSON: the better and better graphs of a search for the best one. Where the keys are in the table, the JSON also says how the keys lie in its cache lines. The call looks all keys up.
    pub fn report_data(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().report_data)(self, &mut value) })?;
        Ok(value.into())
    }
}

/// Holds the tables that a bulk run made, in the order of its keys files. A table is loaded when it is asked for.
#[repr(C)]
pub struct IPerfectHashTables {
    vtable: *const IPerfectHashTablesVtable,
}

#[repr(C)]
pub struct IPerfectHashTablesVtable {
    pub base: IDispatchVtable,
    pub get_count: unsafe extern "system" fn(this: *const IPerfectHashTables, value: *mut i32) -> Hresult,
    pub get_item: unsafe extern "system" fn(this: *const IPerfectHashTables, which: RawVariant, table: *mut *mut IPerfectHashTable) -> Hresult,
    pub get_new_enum: unsafe extern "system" fn(this: *const IPerfectHashTables, enumerator: *mut *mut IUnknown) -> Hresult,
    pub get_failures: unsafe extern "system" fn(this: *const IPerfectHashTables, value: *mut Variant) -> Hresult,
    pub get_skipped_count: unsafe extern "system" fn(this: *const IPerfectHashTables, value: *mut i32) -> Hresult,
    pub get_output_directory: unsafe extern "system" fn(this: *const IPerfectHashTables, value: *mut Bstr) -> Hresult,
    pub get_csv_path: unsafe extern "system" fn(this: *const IPerfectHashTables, value: *mut Bstr) -> Hresult,
    pub get_json_path: unsafe extern "system" fn(this: *const IPerfectHashTables, value: *mut Bstr) -> Hresult,
    pub get_pack_path: unsafe extern "system" fn(this: *const IPerfectHashTables, value: *mut Bstr) -> Hresult,
    pub get_names: unsafe extern "system" fn(this: *const IPerfectHashTables, value: *mut Variant) -> Hresult,
    pub get_memory_budget: unsafe extern "system" fn(this: *const IPerfectHashTables, value: *mut f64) -> Hresult,
    pub put_memory_budget: unsafe extern "system" fn(this: *const IPerfectHashTables, value: f64) -> Hresult,
    pub map_module: unsafe extern "system" fn(this: *const IPerfectHashTables, which: RawVariant, module_base: RawVariant, module_bytes: RawVariant, time_date_stamp: RawVariant) -> Hresult,
    pub find_address: unsafe extern "system" fn(this: *const IPerfectHashTables, address: RawVariant, found: *mut Variant) -> Hresult,
}

unsafe impl Interface for IPerfectHashTables {
    const IID: Guid = Guid(0xb805db2e, 0x77ae, 0x42d5, [0x83, 0xd8, 0x3f, 0x7d, 0x18, 0x4f, 0xb0, 0x93]);
}

impl IPerfectHashTables {
    fn vtable(&self) -> &IPerfectHashTablesVtable {
        unsafe { &*self.vtable }
    }

    /// Returns the number of tables.
    pub fn count(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_count)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns a table, by its number from 0 or by the name of its keys file.
    pub fn item(&self, which: &Variant) -> Result<Com<IPerfectHashTable>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().get_item)(self, which.raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Returns an enumerator of the tables.
    pub fn new_enum(&self) -> Result<Option<Com<IUnknown>>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().get_new_enum)(self, &mut value) })?;
        Ok(unsafe { Com::from_raw(value) })
    }

    /// Tells what went wrong: an array of strings, one for each keys file that gave no table, each naming the file.
    pub fn failures(&self) -> Result<Variant> {
        let mut value = Variant::default();
        check(unsafe { (self.vtable().get_failures)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the number of tables that a resumed run found already made.
    pub fn skipped_count(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_skipped_count)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the folder that the run wrote to, or an empty string.
    pub fn output_directory(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_output_directory)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns the path of the CSV file with a row for each keys file, or an empty string.
    pub fn csv_path(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_csv_path)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns the path of the JSON summary, or an empty string.
    pub fn json_path(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_json_path)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns the path of the pack that holds the tables, or an empty string.
    pub fn pack_path(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_pack_path)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns the names by which Item knows the tables, in their order: an array of strings, each the path of a keys file below the keys directory.
    pub fn names(&self) -> Result<Variant> {
        let mut value = Variant::default();
        check(unsafe { (self.vtable().get_names)(self, &mut value) })?;
        Ok(value)
    }

    /// Limits the bytes of loaded tables that the collection keeps, 256 MiB at first. Beyond, those that were asked for longest ago go, and are loaded again when they are asked for.
    pub fn memory_budget(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_memory_budget)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_memory_budget(&self, value: f64) -> Result<()> {
        check(unsafe { (self.vtable().put_memory_budget)(self, value) })
    }

    /// Says that a table's keys are the functions of a module: its base, its bytes and its headers' time stamp (0: not compared) or, as a text, its ModuleBuildId. The keys are addresses relative to the base (RVAs). A table of another build is an error.
    pub fn map_module(&self, which: &Variant, module_base: &Variant, module_bytes: &Variant, time_date_stamp: &Variant) -> Result<()> {
        check(unsafe { (self.vtable().map_module)(self, which.raw(), module_base.raw(), module_bytes.raw(), time_date_stamp.raw()) })
    }

    /// Returns which function of which module an address is in: an array of the table's number and the function's position in it, or Empty when it is in no module that MapModule has told. It is one search for any number of modules; the first loads tables.
    pub fn find_address(&self, address: &Variant) -> Result<Variant> {
        let mut value = Variant::default();
        check(unsafe { (self.vtable().find_address)(self, address.raw(), &mut value) })?;
        Ok(value)
    }
}

#[repr(transparent)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PerfectHashJobState(pub i32);

impl PerfectHashJobState {
    pub const RUNNING: Self = Self(0);
    pub const SUCCEEDED: Self = Self(1);
    pub const FAILED: Self = Self(2);
    pub const CANCELLED: Self = Self(3);
}

/// Follows a table or a bulk run that is being made.
#[repr(C)]
pub struct IPerfectHashJob {
    vtable: *const IPerfectHashJobVtable,
}

#[repr(C)]
pub struct IPerfectHashJobVtable {
    pub base: IDispatchVtable,
    pub get_state: unsafe extern "system" fn(this: *const IPerfectHashJob, value: *mut PerfectHashJobState) -> Hresult,
    pub get_state_text: unsafe extern "system" fn(this: *const IPerfectHashJob, value: *mut Bstr) -> Hresult,
    pub get_progress: unsafe extern "system" fn(this: *const IPerfectHashJob, value: *mut f64) -> Hresult,
    pub get_completed: unsafe extern "system" fn(this: *const IPerfectHashJob, value: *mut f64) -> Hresult,
    pub get_failed: unsafe extern "system" fn(this: *const IPerfectHashJob, value: *mut f64) -> Hresult,
    pub get_total: unsafe extern "system" fn(this: *const IPerfectHashJob, value: *mut f64) -> Hresult,
    pub get_elapsed: unsafe extern "system" fn(this: *const IPerfectHashJob, value: *mut f64) -> Hresult,
    pub get_result: unsafe extern "system" fn(this: *const IPerfectHashJob, value: *mut *mut IDispatch) -> Hresult,
    pub get_error: unsafe extern "system" fn(this: *const IPerfectHashJob, value: *mut Bstr) -> Hresult,
    pub get_error_code: unsafe extern "system" fn(this: *const IPerfectHashJob, value: *mut i32) -> Hresult,
    pub wait: unsafe extern "system" fn(this: *const IPerfectHashJob, milliseconds: i32, done: *mut i16) -> Hresult,
    pub cancel: unsafe extern "system" fn(this: *const IPerfectHashJob) -> Hresult,
    pub get_request_id: unsafe extern "system" fn(this: *const IPerfectHashJob, value: *mut f64) -> Hresult,
}

unsafe impl Interface for IPerfectHashJob {
    const IID: Guid = Guid(0x58ce660e, 0x2db3, 0x4890, [0x8d, 0x50, 0xc5, 0x33, 0x6b, 0x62, 0xe3, 0x23]);
}

impl IPerfectHashJob {
    fn vtable(&self) -> &IPerfectHashJobVtable {
        unsafe { &*self.vtable }
    }

    /// Returns the state: 0 running, 1 succeeded, 2 failed, 3 cancelled.
    pub fn state(&self) -> Result<PerfectHashJobState> {
        let mut value = PerfectHashJobState::default();
        check(unsafe { (self.vtable().get_state)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the state as a word: Running, Succeeded, Failed or Cancelled.
    pub fn state_text(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_state_text)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Tells how far the job is, from 0 to 1; of a bulk run that failed or was cancelled, how far it came.
    pub fn progress(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_progress)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the keys files done so far, those that gave no table among them.
    pub fn completed(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_completed)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the keys files so far that gave no table.
    pub fn failed(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_failed)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the keys files; it grows while a directory is being read.
    pub fn total(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_total)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the seconds since the start; it stands still when the job is done.
    pub fn elapsed(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_elapsed)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the table, or the tables of a bulk run, once the job has succeeded; Nothing before that, and when it failed.
    pub fn result(&self) -> Result<Option<Com<IDispatch>>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().get_result)(self, &mut value) })?;
        Ok(unsafe { Com::from_raw(value) })
    }

    /// Tells why the job failed; of a bulk run that succeeded, why a first keys file gave no table; otherwise an empty string.
    pub fn error(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_error)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns the HRESULT of the job's failure, or 0.
    pub fn error_code(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_error_code)(self, &mut value) })?;
        Ok(value)
    }

    /// Waits until the job is done, and returns False when that takes longer than the given time (-1 = no limit).
    pub fn wait(&self, milliseconds: i32) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().wait)(self, milliseconds, &mut value) })?;
        Ok(value != 0)
    }

    /// Asks the job to end soon; it then is in the state Cancelled, unless it was done already.
    pub fn cancel(&self) -> Result<()> {
        check(unsafe { (self.vtable().cancel)(self) })
    }

    /// Returns the number under which a server knows the job; 0 for a job that no server knows.
    pub fn request_id(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_request_id)(self, &mut value) })?;
        Ok(value)
    }
}

/// Tells the events of a job. Every table of the job is told once, in the order in which they ended, also to a sink that came late; OnCompleted is the last. A bulk run on a server tells no single tables.
pub mod iperfect_hash_job_events {
    use super::Guid;

    pub const IID: Guid = Guid(0xa7efe97f, 0x2f15, 0x41c0, [0xbc, 0x50, 0x57, 0x80, 0x89, 0x3a, 0xe3, 0x44]);

    /// Tells how far the job is: keys files done, those among them that gave no table, all of them so far, and a number from 0 to 1. It comes at most ten times a second, and once before OnCompleted.
    pub const ON_PROGRESS: i32 = 1;

    /// Reports a table that was made: its keys file (in a bulk run, below the keys directory), its table file or an empty string, and its keys. The microseconds are the solver's. True: a resumed run found the table already made.
    pub const ON_TABLE_CREATED: i32 = 2;

    /// Reports a keys file that gave no table: its path, the HRESULT, and what is wrong.
    pub const ON_TABLE_FAILED: i32 = 3;

    /// Tells that the job has ended: 1 succeeded, 2 failed, 3 cancelled.
    pub const ON_COMPLETED: i32 = 4;
}

/// Tells what a runtime had done when the statistics were asked for.
#[repr(C)]
pub struct IPerfectHashStatistics {
    vtable: *const IPerfectHashStatisticsVtable,
}

#[repr(C)]
pub struct IPerfectHashStatisticsVtable {
    pub base: IDispatchVtable,
    pub get_nodes: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut i32) -> Hresult,
    pub get_threads: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut i32) -> Hresult,
    pub get_items_run: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_files_read: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_files_written: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_bytes_read: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_bytes_written: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_buffer_hits: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_buffer_misses: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_buffers_in_use: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_buffers_high_water: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_buffer_bytes: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_connections: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut i32) -> Hresult,
    pub get_requests: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_jobs_running: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut i32) -> Hresult,
    pub get_jobs_ended: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_in_flight: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_parked: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_buffers_exhausted: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_timers_waiting: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_timers_run: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_oldest_callback: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_parked_for_buffers: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_parked_for_memory: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_parked_for_quotas: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_parked_as_large: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_reserved_bytes: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
    pub get_budget_bytes: unsafe extern "system" fn(this: *const IPerfectHashStatistics, value: *mut f64) -> Hresult,
}

unsafe impl Interface for IPerfectHashStatistics {
    const IID: Guid = Guid(0x2eef7610, 0xf4bc, 0x441e, [0x88, 0x25, 0x90, 0x57, 0x7b, 0x88, 0x26, 0xce]);
}

impl IPerfectHashStatistics {
    fn vtable(&self) -> &IPerfectHashStatisticsVtable {
        unsafe { &*self.vtable }
    }

    /// Counts the NUMA nodes in use; 0 while the runtime hasn't started.
    pub fn nodes(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_nodes)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the worker threads that live.
    pub fn threads(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_threads)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the work items run.
    pub fn items_run(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_items_run)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the files read.
    pub fn files_read(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_files_read)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the files written.
    pub fn files_written(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_files_written)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the bytes read.
    pub fn bytes_read(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_bytes_read)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the bytes written.
    pub fn bytes_written(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_bytes_written)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the buffers that came from a pool's free list.
    pub fn buffer_hits(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_buffer_hits)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the buffers that had to be allocated.
    pub fn buffer_misses(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_buffer_misses)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the buffers in use.
    pub fn buffers_in_use(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_buffers_in_use)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the most buffers that were in use at once.
    pub fn buffers_high_water(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_buffers_high_water)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the bytes of memory that the pools hold.
    pub fn buffer_bytes(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_buffer_bytes)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the connections of a server now; 0, as all that follow, where the statistics are not a server's.
    pub fn connections(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_connections)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the requests to a server so far.
    pub fn requests(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_requests)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the jobs of a server that run now.
    pub fn jobs_running(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_jobs_running)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the jobs of a server that have ended.
    pub fn jobs_ended(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_jobs_ended)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the work items that are queued, with the system, parked or running now; -1, as all that follow, where a server did not tell it.
    pub fn in_flight(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_in_flight)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts what waits now for a buffer, for memory, for a user's quota of it, or for a place of large tables.
    pub fn parked(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_parked)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts how often the budget of buffers was in the way.
    pub fn buffers_exhausted(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_buffers_exhausted)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the timers that wait now.
    pub fn timers_waiting(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_timers_waiting)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the timers that have fired.
    pub fn timers_run(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_timers_run)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the seconds that the callback runs that has run the longest; 0 when none runs.
    pub fn oldest_callback(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_oldest_callback)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the reads and requests that wait now for a buffer; -1, as all that follow, where a server did not tell it.
    pub fn parked_for_buffers(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_parked_for_buffers)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the jobs that wait now for memory.
    pub fn parked_for_memory(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_parked_for_memory)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the jobs that wait now for memory of their user's quota.
    pub fn parked_for_quotas(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_parked_for_quotas)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the tables that wait now for a place of large ones.
    pub fn parked_as_large(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_parked_as_large)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the bytes of memory that jobs have reserved beside the buffers.
    pub fn reserved_bytes(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_reserved_bytes)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the bytes of memory that reservations and buffers may take together.
    pub fn budget_bytes(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_budget_bytes)(self, &mut value) })?;
        Ok(value)
    }
}

/// Makes and loads tables on an I/O completion port runtime in this process.
#[repr(C)]
pub struct IPerfectHashIocpContext {
    vtable: *const IPerfectHashIocpContextVtable,
}

#[repr(C)]
pub struct IPerfectHashIocpContextVtable {
    pub base: IDispatchVtable,
    pub get_version: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut Bstr) -> Hresult,
    pub get_base_output_directory: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut Bstr) -> Hresult,
    pub put_base_output_directory: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: RawBstr) -> Hresult,
    pub get_algorithm: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut Bstr) -> Hresult,
    pub put_algorithm: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: RawBstr) -> Hresult,
    pub get_hash_function: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut Bstr) -> Hresult,
    pub put_hash_function: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: RawBstr) -> Hresult,
    pub get_mask_function: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut Bstr) -> Hresult,
    pub put_mask_function: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: RawBstr) -> Hresult,
    pub get_rng_seed: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut f64) -> Hresult,
    pub put_rng_seed: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: f64) -> Hresult,
    pub get_outputs: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut Bstr) -> Hresult,
    pub put_outputs: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: RawBstr) -> Hresult,
    pub get_no_file_io: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut i16) -> Hresult,
    pub put_no_file_io: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: i16) -> Hresult,
    pub get_max_table_resizes: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut i32) -> Hresult,
    pub put_max_table_resizes: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: i32) -> Hresult,
    pub get_initial_per_file_concurrency: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut i32) -> Hresult,
    pub put_initial_per_file_concurrency: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: i32) -> Hresult,
    pub get_max_per_file_concurrency: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut i32) -> Hresult,
    pub put_max_per_file_concurrency: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: i32) -> Hresult,
    pub get_increase_concurrency_after_milliseconds: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut i32) -> Hresult,
    pub put_increase_concurrency_after_milliseconds: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: i32) -> Hresult,
    pub get_iocp_concurrency: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut i32) -> Hresult,
    pub put_iocp_concurrency: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: i32) -> Hresult,
    pub get_max_threads: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut i32) -> Hresult,
    pub put_max_threads: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: i32) -> Hresult,
    pub get_numa_nodes: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut Bstr) -> Hresult,
    pub put_numa_nodes: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: RawBstr) -> Hresult,
    pub get_simulated_numa_nodes: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut i32) -> Hresult,
    pub put_simulated_numa_nodes: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: i32) -> Hresult,
    pub get_buffer_guard_pages: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut i16) -> Hresult,
    pub put_buffer_guard_pages: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: i16) -> Hresult,
    pub table_create: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, keys_path: RawBstr, target_directory: RawBstr, options: RawBstr, table: *mut *mut IPerfectHashTable) -> Hresult,
    pub table_create_from_keys: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, key_list: RawVariant, table_name: RawBstr, target_directory: RawBstr, options: RawBstr, table: *mut *mut IPerfectHashTable) -> Hresult,
    pub load_table: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, path: RawBstr, table: *mut *mut IPerfectHashTable) -> Hresult,
    pub table_create_command_line: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, command_line: RawBstr, table: *mut *mut IPerfectHashTable) -> Hresult,
    pub bulk_create: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, keys_directory: RawBstr, target_directory: RawBstr, options: RawBstr, tables: *mut *mut IPerfectHashTables) -> Hresult,
    pub bulk_create_command_line: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, command_line: RawBstr, tables: *mut *mut IPerfectHashTables) -> Hresult,
    pub begin_table_create: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, keys_path: RawBstr, target_directory: RawBstr, options: RawBstr, job: *mut *mut IPerfectHashJob) -> Hresult,
    pub begin_table_create_from_keys: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, key_list: RawVariant, table_name: RawBstr, target_directory: RawBstr, options: RawBstr, job: *mut *mut IPerfectHashJob) -> Hresult,
    pub begin_table_create_command_line: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, command_line: RawBstr, job: *mut *mut IPerfectHashJob) -> Hresult,
    pub begin_bulk_create: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, keys_directory: RawBstr, target_directory: RawBstr, options: RawBstr, job: *mut *mut IPerfectHashJob) -> Hresult,
    pub begin_bulk_create_command_line: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, command_line: RawBstr, job: *mut *mut IPerfectHashJob) -> Hresult,
    pub get_statistics: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut *mut IPerfectHashStatistics) -> Hresult,
    pub get_io_mode: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut Bstr) -> Hresult,
    pub put_io_mode: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: RawBstr) -> Hresult,
    pub get_fallback_hash_function: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut Bstr) -> Hresult,
    pub put_fallback_hash_function: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: RawBstr) -> Hresult,
    pub load_pack: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, path: RawBstr, tables: *mut *mut IPerfectHashTables) -> Hresult,
    pub begin_load_table: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, path: RawBstr, job: *mut *mut IPerfectHashJob) -> Hresult,
    pub get_durable: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut i16) -> Hresult,
    pub put_durable: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: i16) -> Hresult,
    pub table_create_with_values: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, key_list: RawVariant, value_list: RawVariant, table_name: RawBstr, target_directory: RawBstr, options: RawBstr, table: *mut *mut IPerfectHashTable) -> Hresult,
    pub begin_table_create_with_values: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, key_list: RawVariant, value_list: RawVariant, table_name: RawBstr, target_directory: RawBstr, options: RawBstr, job: *mut *mut IPerfectHashJob) -> Hresult,
    pub get_key_type: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut Bstr) -> Hresult,
    pub put_key_type: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: RawBstr) -> Hresult,
    pub get_ignore_case: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: *mut i16) -> Hresult,
    pub put_ignore_case: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, value: i16) -> Hresult,
    pub table_create_from_records: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, key_list: RawVariant, value_list: RawVariant, table_name: RawBstr, target_directory: RawBstr, options: RawBstr, table: *mut *mut IPerfectHashTable) -> Hresult,
    pub begin_table_create_from_records: unsafe extern "system" fn(this: *const IPerfectHashIocpContext, key_list: RawVariant, value_list: RawVariant, table_name: RawBstr, target_directory: RawBstr, options: RawBstr, job: *mut *mut IPerfectHashJob) -> Hresult,
}

unsafe impl Interface for IPerfectHashIocpContext {
    const IID: Guid = Guid(0x50ae7d56, 0x9efe, 0x467e, [0x80, 0xe4, 0x6d, 0x58, 0xb0, 0xf0, 0xd2, 0xd1]);
}

impl IPerfectHashIocpContext {
    fn vtable(&self) -> &IPerfectHashIocpContextVtable {
        unsafe { &*self.vtable }
    }

    /// Returns the version of the product.
    pub fn version(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_version)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Names the folder where tables go when a call names no directory; with an empty text such tables stay in memory.
    pub fn base_output_directory(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_base_output_directory)(self, &mut value) })?;
        Ok(value.into())
    }

    pub fn set_base_output_directory(&self, value: &str) -> Result<()> {
        check(unsafe { (self.vtable().put_base_output_directory)(self, Bstr::new(value).raw()) })
    }

    /// Names the algorithm: Chm01.
    pub fn algorithm(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_algorithm)(self, &mut value) })?;
        Ok(value.into())
    }

    pub fn set_algorithm(&self, value: &str) -> Result<()> {
        check(unsafe { (self.vtable().put_algorithm)(self, Bstr::new(value).raw()) })
    }

    /// Names the hash function of later tables, e.g. Quadx.
    pub fn hash_function(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_hash_function)(self, &mut value) })?;
        Ok(value.into())
    }

    pub fn set_hash_function(&self, value: &str) -> Result<()> {
        check(unsafe { (self.vtable().put_hash_function)(self, Bstr::new(value).raw()) })
    }

    /// Names the mask function: And.
    pub fn mask_function(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_mask_function)(self, &mut value) })?;
        Ok(value.into())
    }

    pub fn set_mask_function(&self, value: &str) -> Result<()> {
        check(unsafe { (self.vtable().put_mask_function)(self, Bstr::new(value).raw()) })
    }

    /// Seeds the random sequence: a whole number from 0 to 2^53. One seed and the same keys give the same table.
    pub fn rng_seed(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_rng_seed)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_rng_seed(&self, value: f64) -> Result<()> {
        check(unsafe { (self.vtable().put_rng_seed)(self, value) })
    }

    /// Says what is written for a table: Header, TableFile, both separated by a comma, or None.
    pub fn outputs(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_outputs)(self, &mut value) })?;
        Ok(value.into())
    }

    pub fn set_outputs(&self, value: &str) -> Result<()> {
        check(unsafe { (self.vtable().put_outputs)(self, Bstr::new(value).raw()) })
    }

    /// Says whether tables are solved and verified, and nothing is written.
    pub fn no_file_io(&self) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().get_no_file_io)(self, &mut value) })?;
        Ok(value != 0)
    }

    pub fn set_no_file_io(&self, value: bool) -> Result<()> {
        check(unsafe { (self.vtable().put_no_file_io)(self, -i16::from(value)) })
    }

    /// Limits how often a table may be doubled when no solution is found.
    pub fn max_table_resizes(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_max_table_resizes)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_max_table_resizes(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_max_table_resizes)(self, value) })
    }

    /// Says how many solver lanes a table starts with.
    pub fn initial_per_file_concurrency(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_initial_per_file_concurrency)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_initial_per_file_concurrency(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_initial_per_file_concurrency)(self, value) })
    }

    /// Limits the solver lanes that a table may come to use; 0 = as many as the node has workers.
    pub fn max_per_file_concurrency(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_max_per_file_concurrency)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_max_per_file_concurrency(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_max_per_file_concurrency)(self, value) })
    }

    /// Sets the milliseconds after which one more solver lane joins a table, again and again.
    pub fn increase_concurrency_after_milliseconds(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_increase_concurrency_after_milliseconds)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_increase_concurrency_after_milliseconds(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_increase_concurrency_after_milliseconds)(self, value) })
    }

    /// Limits the threads that each completion port lets run at once; 0 = the node's processors. It must be set before the first table.
    pub fn iocp_concurrency(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_iocp_concurrency)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_iocp_concurrency(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_iocp_concurrency)(self, value) })
    }

    /// Limits the worker threads of a node; 0 = twice the concurrency. It must be set before the first table.
    pub fn max_threads(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_max_threads)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_max_threads(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_max_threads)(self, value) })
    }

    /// Names the NUMA nodes to use: all, 0, or 0,2-3. It must be set before the first table.
    pub fn numa_nodes(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_numa_nodes)(self, &mut value) })?;
        Ok(value.into())
    }

    pub fn set_numa_nodes(&self, value: &str) -> Result<()> {
        check(unsafe { (self.vtable().put_numa_nodes)(self, Bstr::new(value).raw()) })
    }

    /// Sets the number of nodes to pretend, for tests; 0 = what the machine has. It must be set before the first table.
    pub fn simulated_numa_nodes(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_simulated_numa_nodes)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_simulated_numa_nodes(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_simulated_numa_nodes)(self, value) })
    }

    /// Says whether buffers end at an inaccessible page, so that an overrun traps. It must be set before the first table.
    pub fn buffer_guard_pages(&self) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().get_buffer_guard_pages)(self, &mut value) })?;
        Ok(value != 0)
    }

    pub fn set_buffer_guard_pages(&self, value: bool) -> Result<()> {
        check(unsafe { (self.vtable().put_buffer_guard_pages)(self, -i16::from(value)) })
    }

    /// Makes a table from a keys file, and waits for it: packed 32 or 64-bit integers, .txt, or a .dll or .exe whose function addresses are the keys.
    pub fn table_create(&self, keys_path: &str, target_directory: &str, options: &str) -> Result<Com<IPerfectHashTable>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().table_create)(self, Bstr::new(keys_path).raw(), Bstr::new(target_directory).raw(), Bstr::new(options).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Makes a table from an array of keys, and waits for it.
    pub fn table_create_from_keys(&self, key_list: &Variant, table_name: &str, target_directory: &str, options: &str) -> Result<Com<IPerfectHashTable>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().table_create_from_keys)(self, key_list.raw(), Bstr::new(table_name).raw(), Bstr::new(target_directory).raw(), Bstr::new(options).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Loads a table file (.pht).
    pub fn load_table(&self, path: &str) -> Result<Com<IPerfectHashTable>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().load_table)(self, Bstr::new(path).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Makes a table as PerfectHashCreate.exe does, and waits for it: KeysPath [OutputDirectory [Algorithm [HashFunction [MaskFunction [MaximumConcurrency]]]]] [options].
    pub fn table_create_command_line(&self, command_line: &str) -> Result<Com<IPerfectHashTable>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().table_create_command_line)(self, Bstr::new(command_line).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Makes a table of each keys file in a directory, and waits for all, unlike BulkCreate of an IocpClient. Without an output directory the tables are verified and not kept.
    pub fn bulk_create(&self, keys_directory: &str, target_directory: &str, options: &str) -> Result<Com<IPerfectHashTables>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().bulk_create)(self, Bstr::new(keys_directory).raw(), Bstr::new(target_directory).raw(), Bstr::new(options).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Does what PerfectHashBulkCreate.exe does, and waits for it: KeysDirectory [OutputDirectory [Algorithm [HashFunction [MaskFunction [MaximumConcurrency]]]]] [options].
    pub fn bulk_create_command_line(&self, command_line: &str) -> Result<Com<IPerfectHashTables>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().bulk_create_command_line)(self, Bstr::new(command_line).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Begins what TableCreate does, and returns its job at once.
    pub fn begin_table_create(&self, keys_path: &str, target_directory: &str, options: &str) -> Result<Com<IPerfectHashJob>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().begin_table_create)(self, Bstr::new(keys_path).raw(), Bstr::new(target_directory).raw(), Bstr::new(options).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Begins what TableCreateFromKeys does, and returns its job at once.
    pub fn begin_table_create_from_keys(&self, key_list: &Variant, table_name: &str, target_directory: &str, options: &str) -> Result<Com<IPerfectHashJob>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().begin_table_create_from_keys)(self, key_list.raw(), Bstr::new(table_name).raw(), Bstr::new(target_directory).raw(), Bstr::new(options).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Begins what TableCreateCommandLine does, and returns its job at once.
    pub fn begin_table_create_command_line(&self, command_line: &str) -> Result<Com<IPerfectHashJob>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().begin_table_create_command_line)(self, Bstr::new(command_line).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Begins what BulkCreate does, and returns its job at once.
    pub fn begin_bulk_create(&self, keys_directory: &str, target_directory: &str, options: &str) -> Result<Com<IPerfectHashJob>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().begin_bulk_create)(self, Bstr::new(keys_directory).raw(), Bstr::new(target_directory).raw(), Bstr::new(options).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Begins what BulkCreateCommandLine does, and returns its job at once.
    pub fn begin_bulk_create_command_line(&self, command_line: &str) -> Result<Com<IPerfectHashJob>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().begin_bulk_create_command_line)(self, Bstr::new(command_line).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Returns what the runtime has done so far.
    pub fn statistics(&self) -> Result<Com<IPerfectHashStatistics>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().get_statistics)(self, &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Says how files are read: Overlapped, or Mapped for comparison. It must be set before the first table.
    pub fn io_mode(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_io_mode)(self, &mut value) })?;
        Ok(value.into())
    }

    pub fn set_io_mode(&self, value: &str) -> Result<()> {
        check(unsafe { (self.vtable().put_io_mode)(self, Bstr::new(value).raw()) })
    }

    /// Names the hash function that goes on where HashFunction can't solve a set, before the table is doubled; None = no other.
    pub fn fallback_hash_function(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_fallback_hash_function)(self, &mut value) })?;
        Ok(value.into())
    }

    pub fn set_fallback_hash_function(&self, value: &str) -> Result<()> {
        check(unsafe { (self.vtable().put_fallback_hash_function)(self, Bstr::new(value).raw()) })
    }

    /// Opens a pack file that a bulk run wrote: its tables by number or by the name of their keys file, each loaded when it is asked for.
    pub fn load_pack(&self, path: &str) -> Result<Com<IPerfectHashTables>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().load_pack)(self, Bstr::new(path).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Begins what LoadTable does, and returns its job at once.
    pub fn begin_load_table(&self, path: &str) -> Result<Com<IPerfectHashJob>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().begin_load_table)(self, Bstr::new(path).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Says whether all that is written is on the disk before it gets its name, and the names are when the call is over; such a call flushes the disk.
    pub fn durable(&self) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().get_durable)(self, &mut value) })?;
        Ok(value != 0)
    }

    pub fn set_durable(&self, value: bool) -> Result<()> {
        check(unsafe { (self.vtable().put_durable)(self, -i16::from(value)) })
    }

    /// Makes a table that gives each key of an array the value of 8, 16 or 32 bits at its place in another array, and waits for it. Without --ValueBits a value has as few of these as all need.
    pub fn table_create_with_values(&self, key_list: &Variant, value_list: &Variant, table_name: &str, target_directory: &str, options: &str) -> Result<Com<IPerfectHashTable>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().table_create_with_values)(self, key_list.raw(), value_list.raw(), Bstr::new(table_name).raw(), Bstr::new(target_directory).raw(), Bstr::new(options).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Begins what TableCreateWithValues does, and returns its job at once.
    pub fn begin_table_create_with_values(&self, key_list: &Variant, value_list: &Variant, table_name: &str, target_directory: &str, options: &str) -> Result<Com<IPerfectHashJob>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().begin_table_create_with_values)(self, key_list.raw(), value_list.raw(), Bstr::new(table_name).raw(), Bstr::new(target_directory).raw(), Bstr::new(options).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Says what keys are: Number, Text, Gperf (a file for gperf), or Auto: as the keys show.
    pub fn key_type(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_key_type)(self, &mut value) })?;
        Ok(value.into())
    }

    pub fn set_key_type(&self, value: &str) -> Result<()> {
        check(unsafe { (self.vtable().put_key_type)(self, Bstr::new(value).raw()) })
    }

    /// Says whether the letters A to Z of text keys are a to z; tables of numbers are refused then.
    pub fn ignore_case(&self) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().get_ignore_case)(self, &mut value) })?;
        Ok(value != 0)
    }

    pub fn set_ignore_case(&self, value: bool) -> Result<()> {
        check(unsafe { (self.vtable().put_ignore_case)(self, -i16::from(value)) })
    }

    /// Makes a table that gives keys values of any types, and waits for it: an array for one column; for several an array of two dimensions, of typed arrays (columns) or of others (rows). Without valueList, keyList is a dictionary, Recordset or all columns.
    pub fn table_create_from_records(&self, key_list: &Variant, value_list: &Variant, table_name: &str, target_directory: &str, options: &str) -> Result<Com<IPerfectHashTable>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().table_create_from_records)(self, key_list.raw(), value_list.raw(), Bstr::new(table_name).raw(), Bstr::new(target_directory).raw(), Bstr::new(options).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Begins what TableCreateFromRecords does, and returns its job at once.
    pub fn begin_table_create_from_records(&self, key_list: &Variant, value_list: &Variant, table_name: &str, target_directory: &str, options: &str) -> Result<Com<IPerfectHashJob>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().begin_table_create_from_records)(self, key_list.raw(), value_list.raw(), Bstr::new(table_name).raw(), Bstr::new(target_directory).raw(), Bstr::new(options).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }
}

/// Describes a server's job at the time when the list was asked for.
#[repr(C)]
pub struct IPerfectHashJobInfo {
    vtable: *const IPerfectHashJobInfoVtable,
}

#[repr(C)]
pub struct IPerfectHashJobInfoVtable {
    pub base: IDispatchVtable,
    pub get_request_id: unsafe extern "system" fn(this: *const IPerfectHashJobInfo, value: *mut f64) -> Hresult,
    pub get_kind: unsafe extern "system" fn(this: *const IPerfectHashJobInfo, value: *mut Bstr) -> Hresult,
    pub get_user: unsafe extern "system" fn(this: *const IPerfectHashJobInfo, value: *mut Bstr) -> Hresult,
    pub get_sid: unsafe extern "system" fn(this: *const IPerfectHashJobInfo, value: *mut Bstr) -> Hresult,
    pub get_process: unsafe extern "system" fn(this: *const IPerfectHashJobInfo, value: *mut i32) -> Hresult,
    pub get_input: unsafe extern "system" fn(this: *const IPerfectHashJobInfo, value: *mut Bstr) -> Hresult,
    pub get_output: unsafe extern "system" fn(this: *const IPerfectHashJobInfo, value: *mut Bstr) -> Hresult,
    pub get_step: unsafe extern "system" fn(this: *const IPerfectHashJobInfo, value: *mut Bstr) -> Hresult,
    pub get_age: unsafe extern "system" fn(this: *const IPerfectHashJobInfo, value: *mut f64) -> Hresult,
    pub get_place: unsafe extern "system" fn(this: *const IPerfectHashJobInfo, value: *mut i32) -> Hresult,
    pub get_memory_bytes: unsafe extern "system" fn(this: *const IPerfectHashJobInfo, value: *mut f64) -> Hresult,
    pub get_progress: unsafe extern "system" fn(this: *const IPerfectHashJobInfo, value: *mut f64) -> Hresult,
    pub get_total: unsafe extern "system" fn(this: *const IPerfectHashJobInfo, value: *mut f64) -> Hresult,
    pub get_completed: unsafe extern "system" fn(this: *const IPerfectHashJobInfo, value: *mut f64) -> Hresult,
    pub get_failed: unsafe extern "system" fn(this: *const IPerfectHashJobInfo, value: *mut f64) -> Hresult,
    pub get_waits_for: unsafe extern "system" fn(this: *const IPerfectHashJobInfo, value: *mut Bstr) -> Hresult,
}

unsafe impl Interface for IPerfectHashJobInfo {
    const IID: Guid = Guid(0x8e3c282b, 0x8ff6, 0x45ab, [0x9b, 0x9f, 0x66, 0x98, 0xbe, 0x23, 0x07, 0x0b]);
}

impl IPerfectHashJobInfo {
    fn vtable(&self) -> &IPerfectHashJobInfoVtable {
        unsafe { &*self.vtable }
    }

    /// Returns the job's number, by which Status and CancelRequest know it.
    pub fn request_id(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_request_id)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the kind: Table or Bulk.
    pub fn kind(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_kind)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns the user who asked for it, as DOMAIN\\user where there is such a name.
    pub fn user(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_user)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns the user's SID.
    pub fn sid(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_sid)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns the id of the process that asked for it.
    pub fn process(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_process)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the path that it reads: a keys file, or a directory.
    pub fn input(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_input)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns the path that it writes to, a directory or a pack; an empty string: it writes nothing.
    pub fn output(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_output)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns what it is at: waiting, load, solve, tables and so on.
    pub fn step(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_step)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns the seconds since it was asked for.
    pub fn age(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_age)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns its place among the jobs that wait for the same, by their age from 1; 0: it does not wait.
    pub fn place(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_place)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the bytes of keys, solver and image of its tables that are being made.
    pub fn memory_bytes(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_memory_bytes)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns how far it is, from 0 to 1.
    pub fn progress(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_progress)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the tables to be made, as far as is known.
    pub fn total(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_total)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the tables that have ended, failed ones among them.
    pub fn completed(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_completed)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the tables that have failed.
    pub fn failed(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_failed)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns what it waits for: turn, memory, quota, large, buffer, disk or folder; an empty string: it does not wait.
    pub fn waits_for(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_waits_for)(self, &mut value) })?;
        Ok(value.into())
    }
}

/// Holds the jobs of a server that ran or waited when the list was asked for, by their numbers.
#[repr(C)]
pub struct IPerfectHashJobInfos {
    vtable: *const IPerfectHashJobInfosVtable,
}

#[repr(C)]
pub struct IPerfectHashJobInfosVtable {
    pub base: IDispatchVtable,
    pub get_count: unsafe extern "system" fn(this: *const IPerfectHashJobInfos, value: *mut i32) -> Hresult,
    pub get_item: unsafe extern "system" fn(this: *const IPerfectHashJobInfos, which: i32, job: *mut *mut IPerfectHashJobInfo) -> Hresult,
    pub get_new_enum: unsafe extern "system" fn(this: *const IPerfectHashJobInfos, enumerator: *mut *mut IUnknown) -> Hresult,
}

unsafe impl Interface for IPerfectHashJobInfos {
    const IID: Guid = Guid(0x06df87f7, 0xc403, 0x40b2, [0x86, 0x25, 0x27, 0x46, 0xb2, 0x8c, 0xc1, 0x46]);
}

impl IPerfectHashJobInfos {
    fn vtable(&self) -> &IPerfectHashJobInfosVtable {
        unsafe { &*self.vtable }
    }

    /// Returns the number of jobs.
    pub fn count(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_count)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns a job by its place in the list, from 0.
    pub fn item(&self, which: i32) -> Result<Com<IPerfectHashJobInfo>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().get_item)(self, which, &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Returns an enumerator of the jobs.
    pub fn new_enum(&self) -> Result<Option<Com<IUnknown>>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().get_new_enum)(self, &mut value) })?;
        Ok(unsafe { Com::from_raw(value) })
    }
}

#[repr(transparent)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PerfectHashServerState(pub i32);

impl PerfectHashServerState {
    pub const STOPPED: Self = Self(0);
    pub const RUNNING: Self = Self(1);
    pub const DRAINING: Self = Self(2);
}

/// Serves table and bulk requests of other processes over a named pipe.
#[repr(C)]
pub struct IPerfectHashIocpServer {
    vtable: *const IPerfectHashIocpServerVtable,
}

#[repr(C)]
pub struct IPerfectHashIocpServerVtable {
    pub base: IDispatchVtable,
    pub get_endpoint: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut Bstr) -> Hresult,
    pub put_endpoint: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: RawBstr) -> Hresult,
    pub get_local_only: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i16) -> Hresult,
    pub put_local_only: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: i16) -> Hresult,
    pub get_iocp_concurrency: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i32) -> Hresult,
    pub put_iocp_concurrency: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: i32) -> Hresult,
    pub get_max_threads: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i32) -> Hresult,
    pub put_max_threads: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: i32) -> Hresult,
    pub get_numa_nodes: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut Bstr) -> Hresult,
    pub put_numa_nodes: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: RawBstr) -> Hresult,
    pub get_simulated_numa_nodes: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i32) -> Hresult,
    pub put_simulated_numa_nodes: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: i32) -> Hresult,
    pub get_buffer_guard_pages: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i16) -> Hresult,
    pub put_buffer_guard_pages: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: i16) -> Hresult,
    pub get_no_file_io: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i16) -> Hresult,
    pub put_no_file_io: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: i16) -> Hresult,
    pub get_verbose: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i16) -> Hresult,
    pub put_verbose: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: i16) -> Hresult,
    pub get_io_mode: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut Bstr) -> Hresult,
    pub put_io_mode: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: RawBstr) -> Hresult,
    pub get_allowed_roots: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut Bstr) -> Hresult,
    pub put_allowed_roots: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: RawBstr) -> Hresult,
    pub get_allow_user: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut Bstr) -> Hresult,
    pub put_allow_user: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: RawBstr) -> Hresult,
    pub get_max_requests: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i32) -> Hresult,
    pub put_max_requests: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: i32) -> Hresult,
    pub get_base_output_directory: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut Bstr) -> Hresult,
    pub put_base_output_directory: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: RawBstr) -> Hresult,
    pub get_drain_timeout: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i32) -> Hresult,
    pub put_drain_timeout: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: i32) -> Hresult,
    pub get_max_connections: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i32) -> Hresult,
    pub put_max_connections: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: i32) -> Hresult,
    pub get_max_connections_per_client: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i32) -> Hresult,
    pub put_max_connections_per_client: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: i32) -> Hresult,
    pub get_state: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut PerfectHashServerState) -> Hresult,
    pub get_state_text: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut Bstr) -> Hresult,
    pub get_statistics: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut *mut IPerfectHashStatistics) -> Hresult,
    pub get_connections: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i32) -> Hresult,
    pub get_requests: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut f64) -> Hresult,
    pub get_jobs_running: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i32) -> Hresult,
    pub start: unsafe extern "system" fn(this: *const IPerfectHashIocpServer) -> Hresult,
    pub stop: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, drain_milliseconds: i32) -> Hresult,
    pub wait: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, milliseconds: i32, done: *mut i16) -> Hresult,
    pub submit_request: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, request_line: RawBstr, job: *mut *mut IPerfectHashJob) -> Hresult,
    pub get_jobs: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut *mut IPerfectHashJobInfos) -> Hresult,
    pub get_metrics: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut Bstr) -> Hresult,
    pub get_max_job_seconds: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i32) -> Hresult,
    pub put_max_job_seconds: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: i32) -> Hresult,
    pub get_max_requests_per_user: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i32) -> Hresult,
    pub put_max_requests_per_user: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: i32) -> Hresult,
    pub get_max_detached_per_user: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i32) -> Hresult,
    pub put_max_detached_per_user: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: i32) -> Hresult,
    pub get_max_connections_per_user: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut i32) -> Hresult,
    pub put_max_connections_per_user: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: i32) -> Hresult,
    pub get_max_memory_per_user: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: *mut f64) -> Hresult,
    pub put_max_memory_per_user: unsafe extern "system" fn(this: *const IPerfectHashIocpServer, value: f64) -> Hresult,
}

unsafe impl Interface for IPerfectHashIocpServer {
    const IID: Guid = Guid(0x8ae2288e, 0xf2b7, 0x41a1, [0x86, 0x0c, 0xe3, 0xa4, 0x46, 0x36, 0xa7, 0x54]);
}

impl IPerfectHashIocpServer {
    fn vtable(&self) -> &IPerfectHashIocpServerVtable {
        unsafe { &*self.vtable }
    }

    /// Names the pipe, alone or with what stands before the name of a pipe. Properties are set before Start.
    pub fn endpoint(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_endpoint)(self, &mut value) })?;
        Ok(value.into())
    }

    pub fn set_endpoint(&self, value: &str) -> Result<()> {
        check(unsafe { (self.vtable().put_endpoint)(self, Bstr::new(value).raw()) })
    }

    /// Says whether clients of other machines are refused.
    pub fn local_only(&self) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().get_local_only)(self, &mut value) })?;
        Ok(value != 0)
    }

    pub fn set_local_only(&self, value: bool) -> Result<()> {
        check(unsafe { (self.vtable().put_local_only)(self, -i16::from(value)) })
    }

    /// Limits the threads that each completion port lets run at once; 0 = the node's processors.
    pub fn iocp_concurrency(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_iocp_concurrency)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_iocp_concurrency(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_iocp_concurrency)(self, value) })
    }

    /// Limits the worker threads of a node; 0 = twice the concurrency.
    pub fn max_threads(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_max_threads)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_max_threads(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_max_threads)(self, value) })
    }

    /// Names the NUMA nodes to use: all, 0, or 0,2-3.
    pub fn numa_nodes(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_numa_nodes)(self, &mut value) })?;
        Ok(value.into())
    }

    pub fn set_numa_nodes(&self, value: &str) -> Result<()> {
        check(unsafe { (self.vtable().put_numa_nodes)(self, Bstr::new(value).raw()) })
    }

    /// Sets the number of nodes to pretend, for tests; 0 = what the machine has.
    pub fn simulated_numa_nodes(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_simulated_numa_nodes)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_simulated_numa_nodes(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_simulated_numa_nodes)(self, value) })
    }

    /// Says whether buffers end at an inaccessible page, so that an overrun traps.
    pub fn buffer_guard_pages(&self) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().get_buffer_guard_pages)(self, &mut value) })?;
        Ok(value != 0)
    }

    pub fn set_buffer_guard_pages(&self, value: bool) -> Result<()> {
        check(unsafe { (self.vtable().put_buffer_guard_pages)(self, -i16::from(value)) })
    }

    /// Says whether all requests write no files.
    pub fn no_file_io(&self) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().get_no_file_io)(self, &mut value) })?;
        Ok(value != 0)
    }

    pub fn set_no_file_io(&self, value: bool) -> Result<()> {
        check(unsafe { (self.vtable().put_no_file_io)(self, -i16::from(value)) })
    }

    /// Says whether what happens is told to the sinks of _IPerfectHashServerEvents, a line each.
    pub fn verbose(&self) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().get_verbose)(self, &mut value) })?;
        Ok(value != 0)
    }

    pub fn set_verbose(&self, value: bool) -> Result<()> {
        check(unsafe { (self.vtable().put_verbose)(self, -i16::from(value)) })
    }

    /// Says how files are read: Overlapped, or Mapped for comparison.
    pub fn io_mode(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_io_mode)(self, &mut value) })?;
        Ok(value.into())
    }

    pub fn set_io_mode(&self, value: &str) -> Result<()> {
        check(unsafe { (self.vtable().put_io_mode)(self, Bstr::new(value).raw()) })
    }

    /// Lists the directories, separated by ';', below which all paths of requests must lie; an empty text = anywhere.
    pub fn allowed_roots(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_allowed_roots)(self, &mut value) })?;
        Ok(value.into())
    }

    pub fn set_allowed_roots(&self, value: &str) -> Result<()> {
        check(unsafe { (self.vtable().put_allowed_roots)(self, Bstr::new(value).raw()) })
    }

    /// Names a user or group that may connect besides the server's own user and SYSTEM: an account's name or a SID.
    pub fn allow_user(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_allow_user)(self, &mut value) })?;
        Ok(value.into())
    }

    pub fn set_allow_user(&self, value: &str) -> Result<()> {
        check(unsafe { (self.vtable().put_allow_user)(self, Bstr::new(value).raw()) })
    }

    /// Limits the jobs that may run at once; beyond, a request is refused with an error that says so.
    pub fn max_requests(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_max_requests)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_max_requests(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_max_requests)(self, value) })
    }

    /// Names the folder where tables go when a request names no directory; with an empty text such tables are not written.
    pub fn base_output_directory(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_base_output_directory)(self, &mut value) })?;
        Ok(value.into())
    }

    pub fn set_base_output_directory(&self, value: &str) -> Result<()> {
        check(unsafe { (self.vtable().put_base_output_directory)(self, Bstr::new(value).raw()) })
    }

    /// Limits the milliseconds that running jobs may take when a client asks for a shutdown; the rest is cancelled.
    pub fn drain_timeout(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_drain_timeout)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_drain_timeout(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_drain_timeout)(self, value) })
    }

    /// Limits the connections that there may be at once.
    pub fn max_connections(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_max_connections)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_max_connections(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_max_connections)(self, value) })
    }

    /// Limits the connections that one client process may have at once.
    pub fn max_connections_per_client(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_max_connections_per_client)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_max_connections_per_client(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_max_connections_per_client)(self, value) })
    }

    /// Returns the state: 0 stopped, 1 running, 2 draining.
    pub fn state(&self) -> Result<PerfectHashServerState> {
        let mut value = PerfectHashServerState::default();
        check(unsafe { (self.vtable().get_state)(self, &mut value) })?;
        Ok(value)
    }

    /// Returns the state as a word: Stopped, Running or Draining.
    pub fn state_text(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_state_text)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Returns what the server and its runtime have done.
    pub fn statistics(&self) -> Result<Com<IPerfectHashStatistics>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().get_statistics)(self, &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Counts the connections now.
    pub fn connections(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_connections)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the requests so far.
    pub fn requests(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_requests)(self, &mut value) })?;
        Ok(value)
    }

    /// Counts the jobs that run now.
    pub fn jobs_running(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_jobs_running)(self, &mut value) })?;
        Ok(value)
    }

    /// Begins to serve, and returns at once.
    pub fn start(&self) -> Result<()> {
        check(unsafe { (self.vtable().start)(self) })
    }

    /// Refuses new requests, gives running jobs the given time to end, cancels the others, stops, and waits for that.
    pub fn stop(&self, drain_milliseconds: i32) -> Result<()> {
        check(unsafe { (self.vtable().stop)(self, drain_milliseconds) })
    }

    /// Waits until the server has stopped, and returns False when that takes longer than the given time (-1 = no limit).
    pub fn wait(&self, milliseconds: i32) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().wait)(self, milliseconds, &mut value) })?;
        Ok(value != 0)
    }

    /// Begins a request of this process, and returns its job at once: TableCreate or BulkCreate and a command line, or BulkCreateDirectory KeysDirectory [OutputDirectory] [options].
    pub fn submit_request(&self, request_line: &str) -> Result<Com<IPerfectHashJob>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().submit_request)(self, Bstr::new(request_line).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Returns the jobs that run or wait now.
    pub fn jobs(&self) -> Result<Com<IPerfectHashJobInfos>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().get_jobs)(self, &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Returns what the server counts, in the OpenMetrics text format; an empty string when no server runs.
    pub fn metrics(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_metrics)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Limits the seconds that a job may take; one that takes longer fails. 0 = no limit.
    pub fn max_job_seconds(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_max_job_seconds)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_max_job_seconds(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_max_job_seconds)(self, value) })
    }

    /// Limits the jobs that one user may have at once, except the server's own user; 0 = half of MaxRequests.
    pub fn max_requests_per_user(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_max_requests_per_user)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_max_requests_per_user(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_max_requests_per_user)(self, value) })
    }

    /// Limits the detached ones among these; 0 = half of them.
    pub fn max_detached_per_user(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_max_detached_per_user)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_max_detached_per_user(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_max_detached_per_user)(self, value) })
    }

    /// Limits the connections that one user may have at once, except the server's own user; 0 = half of MaxConnections.
    pub fn max_connections_per_user(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_max_connections_per_user)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_max_connections_per_user(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_max_connections_per_user)(self, value) })
    }

    /// Limits the bytes that the tables of one user may take at once, except the server's own user; 0 = half of what these may take together.
    pub fn max_memory_per_user(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().get_max_memory_per_user)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_max_memory_per_user(&self, value: f64) -> Result<()> {
        check(unsafe { (self.vtable().put_max_memory_per_user)(self, value) })
    }
}

/// Tells the events of a server.
pub mod iperfect_hash_server_events {
    use super::Guid;

    pub const IID: Guid = Guid(0x0e9b7a64, 0x3d6f, 0x4a0c, [0x9a, 0x55, 0x6c, 0x0d, 0x8b, 0x3e, 0x21, 0xf7]);

    /// Tells what happened: a line of text. When a sink is too slow for them, lines are left out, and a line says how many.
    pub const LOG: i32 = 1;

    /// Tells that the server has stopped, with Verbose or without; its last line was told before.
    pub const STOPPED: i32 = 2;
}

/// Asks a PerfectHash server for tables.
#[repr(C)]
pub struct IPerfectHashIocpClient {
    vtable: *const IPerfectHashIocpClientVtable,
}

#[repr(C)]
pub struct IPerfectHashIocpClientVtable {
    pub base: IDispatchVtable,
    pub get_endpoint: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, value: *mut Bstr) -> Hresult,
    pub put_endpoint: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, value: RawBstr) -> Hresult,
    pub get_connect_timeout: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, value: *mut i32) -> Hresult,
    pub put_connect_timeout: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, value: i32) -> Hresult,
    pub get_wait_for_server: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, value: *mut i16) -> Hresult,
    pub put_wait_for_server: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, value: i16) -> Hresult,
    pub get_detach: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, value: *mut i16) -> Hresult,
    pub put_detach: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, value: i16) -> Hresult,
    pub get_connected: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, value: *mut i16) -> Hresult,
    pub get_last_response: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, value: *mut Bstr) -> Hresult,
    pub connect: unsafe extern "system" fn(this: *const IPerfectHashIocpClient) -> Hresult,
    pub disconnect: unsafe extern "system" fn(this: *const IPerfectHashIocpClient) -> Hresult,
    pub ping: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, round_trip_milliseconds: *mut f64) -> Hresult,
    pub shutdown_server: unsafe extern "system" fn(this: *const IPerfectHashIocpClient) -> Hresult,
    pub table_create: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, command_line: RawBstr, job: *mut *mut IPerfectHashJob) -> Hresult,
    pub bulk_create: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, command_line: RawBstr, job: *mut *mut IPerfectHashJob) -> Hresult,
    pub bulk_create_directory: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, keys_directory: RawBstr, target_directory: RawBstr, options: RawBstr, job: *mut *mut IPerfectHashJob) -> Hresult,
    pub status: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, job_number: f64, job: *mut *mut IPerfectHashJob) -> Hresult,
    pub cancel_request: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, job_number: f64, was_running: *mut i16) -> Hresult,
    pub get_server_statistics: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, value: *mut *mut IPerfectHashStatistics) -> Hresult,
    pub begin_table_create: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, command_line: RawBstr, job: *mut *mut IPerfectHashJob) -> Hresult,
    pub begin_bulk_create: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, command_line: RawBstr, job: *mut *mut IPerfectHashJob) -> Hresult,
    pub begin_bulk_create_directory: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, keys_directory: RawBstr, target_directory: RawBstr, options: RawBstr, job: *mut *mut IPerfectHashJob) -> Hresult,
    pub get_jobs: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, value: *mut *mut IPerfectHashJobInfos) -> Hresult,
    pub get_metrics: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, value: *mut Bstr) -> Hresult,
    pub get_rings: unsafe extern "system" fn(this: *const IPerfectHashIocpClient, value: *mut Bstr) -> Hresult,
}

unsafe impl Interface for IPerfectHashIocpClient {
    const IID: Guid = Guid(0x4e0329e2, 0x4fed, 0x4e3c, [0xbc, 0xd7, 0x61, 0x85, 0x53, 0x64, 0x0a, 0xb2]);
}

impl IPerfectHashIocpClient {
    fn vtable(&self) -> &IPerfectHashIocpClientVtable {
        unsafe { &*self.vtable }
    }

    /// Names the server's pipe, alone or with what stands before the name of a pipe. It can't be set while Connected.
    pub fn endpoint(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_endpoint)(self, &mut value) })?;
        Ok(value.into())
    }

    pub fn set_endpoint(&self, value: &str) -> Result<()> {
        check(unsafe { (self.vtable().put_endpoint)(self, Bstr::new(value).raw()) })
    }

    /// Limits the milliseconds to wait for a server that is busy, or isn't there yet; -1 = no limit.
    pub fn connect_timeout(&self) -> Result<i32> {
        let mut value = i32::default();
        check(unsafe { (self.vtable().get_connect_timeout)(self, &mut value) })?;
        Ok(value)
    }

    pub fn set_connect_timeout(&self, value: i32) -> Result<()> {
        check(unsafe { (self.vtable().put_connect_timeout)(self, value) })
    }

    /// Says whether Connect waits for a server that isn't there yet, and Ping for the next one, too, when one ends before it answers.
    pub fn wait_for_server(&self) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().get_wait_for_server)(self, &mut value) })?;
        Ok(value != 0)
    }

    pub fn set_wait_for_server(&self, value: bool) -> Result<()> {
        check(unsafe { (self.vtable().put_wait_for_server)(self, -i16::from(value)) })
    }

    /// Says whether jobs go on when this client closes the connection.
    pub fn detach(&self) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().get_detach)(self, &mut value) })?;
        Ok(value != 0)
    }

    pub fn set_detach(&self, value: bool) -> Result<()> {
        check(unsafe { (self.vtable().put_detach)(self, -i16::from(value)) })
    }

    /// Returns True while there is a connection.
    pub fn connected(&self) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().get_connected)(self, &mut value) })?;
        Ok(value != 0)
    }

    /// Returns the server's last answer, as JSON; an empty text before the first.
    pub fn last_response(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_last_response)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Connects to the server. The requests do it when there is no connection.
    pub fn connect(&self) -> Result<()> {
        check(unsafe { (self.vtable().connect)(self) })
    }

    /// Closes the connection; jobs that were not detached are cancelled.
    pub fn disconnect(&self) -> Result<()> {
        check(unsafe { (self.vtable().disconnect)(self) })
    }

    /// Asks the server for a sign of life, and returns the round trip in milliseconds.
    pub fn ping(&self) -> Result<f64> {
        let mut value = f64::default();
        check(unsafe { (self.vtable().ping)(self, &mut value) })?;
        Ok(value)
    }

    /// Asks the server to drain and stop; for its owner alone.
    pub fn shutdown_server(&self) -> Result<()> {
        check(unsafe { (self.vtable().shutdown_server)(self) })
    }

    /// Begins a table on the server, and returns its job at once: KeysPath [OutputDirectory ...] [options], as PerfectHashCreate.exe takes it.
    pub fn table_create(&self, command_line: &str) -> Result<Com<IPerfectHashJob>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().table_create)(self, Bstr::new(command_line).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Begins a bulk run on the server, and returns its job at once, unlike BulkCreate of an IocpContext: KeysDirectory [OutputDirectory ...] [options], as PerfectHashBulkCreate.exe takes it.
    pub fn bulk_create(&self, command_line: &str) -> Result<Com<IPerfectHashJob>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().bulk_create)(self, Bstr::new(command_line).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Begins a bulk run over a directory, and returns its job at once. Without an output directory the tables go where the server's settings say.
    pub fn bulk_create_directory(&self, keys_directory: &str, target_directory: &str, options: &str) -> Result<Com<IPerfectHashJob>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().bulk_create_directory)(self, Bstr::new(keys_directory).raw(), Bstr::new(target_directory).raw(), Bstr::new(options).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Returns a job that the server runs or ran recently, by its RequestId.
    pub fn status(&self, job_number: f64) -> Result<Com<IPerfectHashJob>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().status)(self, job_number, &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Asks the server to cancel a job, by its RequestId, and returns False when the job had ended.
    pub fn cancel_request(&self, job_number: f64) -> Result<bool> {
        let mut value = i16::default();
        check(unsafe { (self.vtable().cancel_request)(self, job_number, &mut value) })?;
        Ok(value != 0)
    }

    /// Asks the server what it has done.
    pub fn get_server_statistics(&self) -> Result<Com<IPerfectHashStatistics>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().get_server_statistics)(self, &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Begins what TableCreate does, under the name that says so.
    pub fn begin_table_create(&self, command_line: &str) -> Result<Com<IPerfectHashJob>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().begin_table_create)(self, Bstr::new(command_line).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Begins what BulkCreate does, under the name that says so.
    pub fn begin_bulk_create(&self, command_line: &str) -> Result<Com<IPerfectHashJob>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().begin_bulk_create)(self, Bstr::new(command_line).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Begins what BulkCreateDirectory does, under the name that says so.
    pub fn begin_bulk_create_directory(&self, keys_directory: &str, target_directory: &str, options: &str) -> Result<Com<IPerfectHashJob>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().begin_bulk_create_directory)(self, Bstr::new(keys_directory).raw(), Bstr::new(target_directory).raw(), Bstr::new(options).raw(), &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Asks the server for the jobs that run or wait: those of this user, or all for the server's owner.
    pub fn get_jobs(&self) -> Result<Com<IPerfectHashJobInfos>> {
        let mut value = null_mut();
        check(unsafe { (self.vtable().get_jobs)(self, &mut value) })?;
        Ok(unsafe { Com::from_raw(value).ok_or_else(Error::no_object)? })
    }

    /// Asks the server for what it counts, in the OpenMetrics text format.
    pub fn get_metrics(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_metrics)(self, &mut value) })?;
        Ok(value.into())
    }

    /// Asks the server for the last events of its workers, a line each; for its owner alone.
    pub fn get_rings(&self) -> Result<String> {
        let mut value = Bstr::default();
        check(unsafe { (self.vtable().get_rings)(self, &mut value) })?;
        Ok(value.into())
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct PerfectHashTableConstants {
    pub key_count: u64,
    pub key_size_in_bytes: u32,
    pub edge_bits: u32,
    pub slot_size_in_bytes: u32,
    pub seed_count: u32,
    pub seeds: [u64; 6],
    pub extract_mask: u64,
    pub bucket_count: u64,
    pub slot_count: u64,
    pub slots: *const c_void,
    pub directory: *const c_void,
    pub keys: *const c_void,
    pub image: *const c_void,
    pub image_bytes: u64,
}

/// Looks keys up without VARIANTs.
#[repr(C)]
pub struct IPerfectHashTableNative {
    vtable: *const IPerfectHashTableNativeVtable,
}

#[repr(C)]
pub struct IPerfectHashTableNativeVtable {
    pub base: IUnknownVtable,
    pub index: unsafe extern "system" fn(this: *const IPerfectHashTableNative, key: u64) -> u32,
    pub contains: unsafe extern "system" fn(this: *const IPerfectHashTableNative, key: u64, position: *mut u32) -> i32,
    pub index_batch: unsafe extern "system" fn(this: *const IPerfectHashTableNative, packed_keys: *const c_void, packed_count: u64, positions: *mut u32),
    pub get_constants: unsafe extern "system" fn(this: *const IPerfectHashTableNative, constants: *mut PerfectHashTableConstants),
}

unsafe impl Interface for IPerfectHashTableNative {
    const IID: Guid = Guid(0x25179ad9, 0x69ec, 0x4500, [0xaf, 0x21, 0x04, 0xe7, 0x18, 0xe1, 0xe7, 0x34]);
}

impl IPerfectHashTableNative {
    fn vtable(&self) -> &IPerfectHashTableNativeVtable {
        unsafe { &*self.vtable }
    }

    /// Returns the position of a key of the set, and an arbitrary number for any other key.
    pub fn index(&self, key: u64) -> u32 {
        unsafe { (self.vtable().index)(self, key) }
    }

    /// Tells whether the key is in the set, with its position, or its value, in *position, which may be NULL; FALSE too when the table has neither keys nor fingerprints.
    ///
    /// # Safety
    /// The pointers must be what the contract says.
    pub unsafe fn contains(&self, key: u64, position: *mut u32) -> i32 {
        unsafe { (self.vtable().contains)(self, key, position) }
    }

    /// Gives the Index of each of many packed keys, of KeySizeInBytes each.
    ///
    /// # Safety
    /// The pointers must be what the contract says.
    pub unsafe fn index_batch(&self, packed_keys: *const c_void, packed_count: u64, positions: *mut u32) {
        unsafe { (self.vtable().index_batch)(self, packed_keys, packed_count, positions) }
    }

    /// Gives what a lookup needs, for code of one's own.
    ///
    /// # Safety
    /// The pointers must be what the contract says.
    pub unsafe fn get_constants(&self, constants: *mut PerfectHashTableConstants) {
        unsafe { (self.vtable().get_constants)(self, constants) }
    }
}

/// Looks values up without VARIANTs. Every table has it; a table of positions gives those.
#[repr(C)]
pub struct IPerfectHashTableNativeValues {
    vtable: *const IPerfectHashTableNativeValuesVtable,
}

#[repr(C)]
pub struct IPerfectHashTableNativeValuesVtable {
    pub base: IPerfectHashTableNativeVtable,
    pub get_value_bits: unsafe extern "system" fn(this: *const IPerfectHashTableNativeValues) -> u32,
    pub get_value: unsafe extern "system" fn(this: *const IPerfectHashTableNativeValues, key: u64) -> u32,
    pub get_value_batch: unsafe extern "system" fn(this: *const IPerfectHashTableNativeValues, packed_keys: *const c_void, packed_count: u64, numbers: *mut u32),
    pub find_batch: unsafe extern "system" fn(this: *const IPerfectHashTableNativeValues, packed_keys: *const c_void, packed_count: u64, answers: *mut u32, found: *mut u8) -> u64,
}

unsafe impl Interface for IPerfectHashTableNativeValues {
    const IID: Guid = Guid(0x04df3224, 0x59b7, 0x4e3e, [0x84, 0xdd, 0xd7, 0xe5, 0xdd, 0x90, 0xbd, 0x1d]);
}

impl IPerfectHashTableNativeValues {
    fn vtable(&self) -> &IPerfectHashTableNativeValuesVtable {
        unsafe { &*self.vtable }
    }

    /// Returns the bits of a value: 8, 16 or 32; 0 for a table that gives positions.
    pub fn get_value_bits(&self) -> u32 {
        unsafe { (self.vtable().get_value_bits)(self) }
    }

    /// Returns the value of a key of the set, and an arbitrary number for any other key.
    pub fn get_value(&self, key: u64) -> u32 {
        unsafe { (self.vtable().get_value)(self, key) }
    }

    /// Gives the value of each of many packed keys, of KeySizeInBytes each.
    ///
    /// # Safety
    /// The pointers must be what the contract says.
    pub unsafe fn get_value_batch(&self, packed_keys: *const c_void, packed_count: u64, numbers: *mut u32) {
        unsafe { (self.vtable().get_value_batch)(self, packed_keys, packed_count, numbers) }
    }

    /// Answers Contains for each of many packed keys: 1 or 0 in found, and in answers its position or value, an arbitrary number where found is 0. Returns how many were found.
    ///
    /// # Safety
    /// The pointers must be what the contract says.
    pub unsafe fn find_batch(&self, packed_keys: *const c_void, packed_count: u64, answers: *mut u32, found: *mut u8) -> u64 {
        unsafe { (self.vtable().find_batch)(self, packed_keys, packed_count, answers, found) }
    }
}

impl std::ops::Deref for IPerfectHashTableNativeValues {
    type Target = IPerfectHashTableNative;

    fn deref(&self) -> &IPerfectHashTableNative {
        unsafe { &*(self as *const Self).cast() }
    }
}

/// Looks keys of 128 bits up without VARIANTs, by their 16 bytes; the batches of the interfaces above take many. In a table of shorter keys the lowest bits are the key.
#[repr(C)]
pub struct IPerfectHashTableNativeGuids {
    vtable: *const IPerfectHashTableNativeGuidsVtable,
}

#[repr(C)]
pub struct IPerfectHashTableNativeGuidsVtable {
    pub base: IPerfectHashTableNativeValuesVtable,
    pub index_of_guid: unsafe extern "system" fn(this: *const IPerfectHashTableNativeGuids, guid: *const c_void) -> u32,
    pub contains_guid: unsafe extern "system" fn(this: *const IPerfectHashTableNativeGuids, guid: *const c_void, position: *mut u32) -> i32,
    pub value_of_guid: unsafe extern "system" fn(this: *const IPerfectHashTableNativeGuids, guid: *const c_void) -> u32,
}

unsafe impl Interface for IPerfectHashTableNativeGuids {
    const IID: Guid = Guid(0x21e02fb1, 0x2bc0, 0x4417, [0xaa, 0x8b, 0x90, 0x26, 0xde, 0x61, 0x5c, 0xa4]);
}

impl IPerfectHashTableNativeGuids {
    fn vtable(&self) -> &IPerfectHashTableNativeGuidsVtable {
        unsafe { &*self.vtable }
    }

    /// Returns the position of a key of the set, a GUID or any 16 bytes, and an arbitrary number for any other key.
    ///
    /// # Safety
    /// The pointers must be what the contract says.
    pub unsafe fn index_of_guid(&self, guid: *const c_void) -> u32 {
        unsafe { (self.vtable().index_of_guid)(self, guid) }
    }

    /// Tells what Contains tells, of a key's 16 bytes. A table of shorter keys contains none whose other bits are not 0.
    ///
    /// # Safety
    /// The pointers must be what the contract says.
    pub unsafe fn contains_guid(&self, guid: *const c_void, position: *mut u32) -> i32 {
        unsafe { (self.vtable().contains_guid)(self, guid, position) }
    }

    /// Returns the value of a key of the set, and an arbitrary number for any other key.
    ///
    /// # Safety
    /// The pointers must be what the contract says.
    pub unsafe fn value_of_guid(&self, guid: *const c_void) -> u32 {
        unsafe { (self.vtable().value_of_guid)(self, guid) }
    }
}

impl std::ops::Deref for IPerfectHashTableNativeGuids {
    type Target = IPerfectHashTableNativeValues;

    fn deref(&self) -> &IPerfectHashTableNativeValues {
        unsafe { &*(self as *const Self).cast() }
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct PerfectHashText {
    pub bytes: *const c_void,
    pub byte_count: u64,
}

/// Looks text keys up without VARIANTs. Every table of text keys has it, and no other.
#[repr(C)]
pub struct IPerfectHashTableNativeText {
    vtable: *const IPerfectHashTableNativeTextVtable,
}

#[repr(C)]
pub struct IPerfectHashTableNativeTextVtable {
    pub base: IUnknownVtable,
    pub find_text: unsafe extern "system" fn(this: *const IPerfectHashTableNativeText, text: *const c_void, length: u64) -> u32,
    pub index_text: unsafe extern "system" fn(this: *const IPerfectHashTableNativeText, text: *const c_void, length: u64) -> u32,
    pub find_text_batch: unsafe extern "system" fn(this: *const IPerfectHashTableNativeText, texts: *const PerfectHashText, text_count: u64, positions: *mut u32),
}

unsafe impl Interface for IPerfectHashTableNativeText {
    const IID: Guid = Guid(0x66ed7f14, 0x03f0, 0x4733, [0x86, 0x32, 0x1b, 0x74, 0xd3, 0x09, 0x66, 0x30]);
}

impl IPerfectHashTableNativeText {
    fn vtable(&self) -> &IPerfectHashTableNativeTextVtable {
        unsafe { &*self.vtable }
    }

    /// Returns the position of a key of the set, and 0xFFFFFFFF for any other text.
    ///
    /// # Safety
    /// The pointers must be what the contract says.
    pub unsafe fn find_text(&self, text: *const c_void, length: u64) -> u32 {
        unsafe { (self.vtable().find_text)(self, text, length) }
    }

    /// Returns the position of a key of the set, and an arbitrary number below KeyCount for any other text.
    ///
    /// # Safety
    /// The pointers must be what the contract says.
    pub unsafe fn index_text(&self, text: *const c_void, length: u64) -> u32 {
        unsafe { (self.vtable().index_text)(self, text, length) }
    }

    /// Gives FindText of each of many texts.
    ///
    /// # Safety
    /// The pointers must be what the contract says.
    pub unsafe fn find_text_batch(&self, texts: *const PerfectHashText, text_count: u64, positions: *mut u32) {
        unsafe { (self.vtable().find_text_batch)(self, texts, text_count, positions) }
    }
}

/// Finds the greatest key that is not above a number, without VARIANTs. Every table of numbers has it.
#[repr(C)]
pub struct IPerfectHashTableNativeRanges {
    vtable: *const IPerfectHashTableNativeRangesVtable,
}

#[repr(C)]
pub struct IPerfectHashTableNativeRangesVtable {
    pub base: IUnknownVtable,
    pub prepare_ranges: unsafe extern "system" fn(this: *const IPerfectHashTableNativeRanges) -> Hresult,
    pub find_floor: unsafe extern "system" fn(this: *const IPerfectHashTableNativeRanges, key: u64) -> u32,
    pub find_floor_batch: unsafe extern "system" fn(this: *const IPerfectHashTableNativeRanges, packed_keys: *const c_void, packed_count: u64, positions: *mut u32),
}

unsafe impl Interface for IPerfectHashTableNativeRanges {
    const IID: Guid = Guid(0xc8f9105f, 0xad63, 0x4e6c, [0xa6, 0x47, 0x5f, 0x73, 0xfd, 0xc6, 0x3d, 0xd0]);
}

impl IPerfectHashTableNativeRanges {
    fn vtable(&self) -> &IPerfectHashTableNativeRangesVtable {
        unsafe { &*self.vtable }
    }

    /// Makes the index that the others search, once a table. Fails of a table without keys, and of keys of 128 bits.
    pub fn prepare_ranges(&self) -> Result<()> {
        check(unsafe { (self.vtable().prepare_ranges)(self) })
    }

    /// Returns the position of the greatest key that is not above a number; 0xFFFFFFFF when all are, and before PrepareRanges.
    pub fn find_floor(&self, key: u64) -> u32 {
        unsafe { (self.vtable().find_floor)(self, key) }
    }

    /// Gives FindFloor of each of many packed numbers, of KeySizeInBytes each.
    ///
    /// # Safety
    /// The pointers must be what the contract says.
    pub unsafe fn find_floor_batch(&self, packed_keys: *const c_void, packed_count: u64, positions: *mut u32) {
        unsafe { (self.vtable().find_floor_batch)(self, packed_keys, packed_count, positions) }
    }
}

/// Finds the functions of addresses among the tables of a collection, without VARIANTs.
#[repr(C)]
pub struct IPerfectHashTablesNative {
    vtable: *const IPerfectHashTablesNativeVtable,
}

#[repr(C)]
pub struct IPerfectHashTablesNativeVtable {
    pub base: IUnknownVtable,
    pub find_address_batch: unsafe extern "system" fn(this: *const IPerfectHashTablesNative, packed_addresses: *const c_void, address_count: u64, table_numbers: *mut u32, positions: *mut u32) -> Hresult,
}

unsafe impl Interface for IPerfectHashTablesNative {
    const IID: Guid = Guid(0x09c04c38, 0xb14a, 0x43db, [0x91, 0x86, 0xda, 0x3c, 0xb8, 0x8f, 0xb6, 0x01]);
}

impl IPerfectHashTablesNative {
    fn vtable(&self) -> &IPerfectHashTablesNativeVtable {
        unsafe { &*self.vtable }
    }

    /// Answers FindAddress for each of many addresses of 64 bits: the number of its table and the position of its function, 0xFFFFFFFF both when it is in none.
    ///
    /// # Safety
    /// The pointers must be what the contract says.
    pub unsafe fn find_address_batch(&self, packed_addresses: *const c_void, address_count: u64, table_numbers: *mut u32, positions: *mut u32) -> Result<()> {
        check(unsafe { (self.vtable().find_address_batch)(self, packed_addresses, address_count, table_numbers, positions) })
    }
}

/// Makes perfect-hash tables on an I/O completion port runtime.
pub struct IocpContext;

impl IocpContext {
    pub const CLSID: Guid = Guid(0xd252fc77, 0xfdaf, 0x4a14, [0x87, 0x19, 0xa7, 0xe8, 0xf1, 0xfc, 0x55, 0x26]);

    pub fn create() -> Result<Com<IPerfectHashIocpContext>> {
        com::create(&Self::CLSID)
    }
}

/// Serves perfect-hash tables on a named pipe.
pub struct IocpServer;

impl IocpServer {
    pub const CLSID: Guid = Guid(0x8222d1d4, 0x34f3, 0x4f73, [0x9f, 0xf2, 0x21, 0x99, 0xfa, 0xe3, 0xb3, 0x08]);

    pub fn create() -> Result<Com<IPerfectHashIocpServer>> {
        com::create(&Self::CLSID)
    }
}

/// Asks a PerfectHash server on a named pipe for tables.
pub struct IocpClient;

impl IocpClient {
    pub const CLSID: Guid = Guid(0x97bf3290, 0x0e70, 0x4575, [0x94, 0xfa, 0x89, 0xbf, 0x8b, 0x10, 0xe7, 0xf1]);

    pub fn create() -> Result<Com<IPerfectHashIocpClient>> {
        com::create(&Self::CLSID)
    }
}
