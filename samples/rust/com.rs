//! What Rust needs of COM for PerfectHash, without a crate: a counted pointer, texts, keys in a VARIANT, and errors with their text.
#![allow(dead_code)]
use std::ffi::c_void;
use std::fmt;
use std::ops::Deref;
use std::ptr::{null, null_mut, NonNull};

pub type Hresult = i32;
pub type RawBstr = *const u16;
pub type Result<T> = std::result::Result<T, Error>;

#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guid(pub u32, pub u16, pub u16, pub [u8; 8]);

#[link(name = "ole32")]
extern "system" {
    fn CoInitializeEx(reserved: *const c_void, model: u32) -> Hresult;
    fn CoCreateInstance(clsid: &Guid, outer: *const c_void, context: u32, iid: &Guid, object: *mut *mut c_void) -> Hresult;
}

#[link(name = "oleaut32")]
extern "system" {
    fn SysAllocStringLen(text: *const u16, length: u32) -> *mut u16;
    fn SysStringLen(text: *const u16) -> u32;
    fn SysFreeString(text: *const u16);
    fn SafeArrayCreateVector(element: u16, lower: i32, count: u32) -> *mut SafeArray;
    fn VariantClear(value: *mut RawVariant) -> Hresult;
    fn GetErrorInfo(reserved: u32, error: *mut *mut IErrorInfo) -> Hresult;
}

/// Joins the multithreaded apartment; each thread that calls PerfectHash does so first.
pub fn initialize() -> Result<()> {
    check(unsafe { CoInitializeEx(null(), 0) })
}

/// Makes an object in this process.
pub fn create<T: Interface>(clsid: &Guid) -> Result<Com<T>> {
    let mut object = null_mut();
    check(unsafe { CoCreateInstance(clsid, null(), 1, &T::IID, &mut object) })?;
    unsafe { Com::from_raw(object as *mut T) }.ok_or_else(Error::no_object)
}

// ---- Interfaces ----

/// # Safety
/// The type must begin with a pointer to a vtable that begins with IUnknown's.
pub unsafe trait Interface {
    const IID: Guid;
}

#[repr(C)]
pub struct IUnknown {
    vtable: *const IUnknownVtable,
}

#[repr(C)]
pub struct IUnknownVtable {
    pub query_interface: unsafe extern "system" fn(this: *const c_void, iid: &Guid, object: *mut *mut c_void) -> Hresult,
    pub add_ref: unsafe extern "system" fn(this: *const c_void) -> u32,
    pub release: unsafe extern "system" fn(this: *const c_void) -> u32,
}

unsafe impl Interface for IUnknown {
    const IID: Guid = Guid(0, 0, 0, [0xc0, 0, 0, 0, 0, 0, 0, 0x46]);
}

#[repr(C)]
pub struct IDispatch {
    vtable: *const IDispatchVtable,
}

/// The slots by which scripts call; Rust calls the others.
#[repr(C)]
pub struct IDispatchVtable {
    pub base: IUnknownVtable,
    pub get_type_info_count: *const c_void,
    pub get_type_info: *const c_void,
    pub get_ids_of_names: *const c_void,
    pub invoke: *const c_void,
}

unsafe impl Interface for IDispatch {
    const IID: Guid = Guid(0x0002_0400, 0, 0, [0xc0, 0, 0, 0, 0, 0, 0, 0x46]);
}

/// A reference to an object: a clone adds one, and the last one that goes ends the object.
pub struct Com<T: Interface>(NonNull<T>);

// Any thread may call any object of PerfectHash.
unsafe impl<T: Interface> Send for Com<T> {}
unsafe impl<T: Interface> Sync for Com<T> {}

impl<T: Interface> Com<T> {
    /// Takes over the caller's reference; None for NULL.
    ///
    /// # Safety
    /// The pointer must be NULL or a reference to an object's interface T.
    pub unsafe fn from_raw(pointer: *mut T) -> Option<Self> {
        NonNull::new(pointer).map(Com)
    }

    pub fn query<U: Interface>(&self) -> Result<Com<U>> {
        let mut object = null_mut();
        check(unsafe { (self.unknown().query_interface)(self.this(), &U::IID, &mut object) })?;
        unsafe { Com::from_raw(object as *mut U) }.ok_or_else(Error::no_object)
    }

    fn this(&self) -> *const c_void {
        self.0.as_ptr() as *const c_void
    }

    fn unknown(&self) -> &IUnknownVtable {
        unsafe { &**(self.0.as_ptr() as *const *const IUnknownVtable) }
    }
}

impl<T: Interface> Deref for Com<T> {
    type Target = T;

    fn deref(&self) -> &T {
        unsafe { self.0.as_ref() }
    }
}

impl<T: Interface> Clone for Com<T> {
    fn clone(&self) -> Self {
        unsafe { (self.unknown().add_ref)(self.this()) };
        Com(self.0)
    }
}

impl<T: Interface> Drop for Com<T> {
    fn drop(&mut self) {
        unsafe { (self.unknown().release)(self.this()) };
    }
}

// ---- Texts ----

/// A text of COM, which frees itself.
#[repr(transparent)]
pub struct Bstr(*mut u16);

impl Bstr {
    pub fn new(text: &str) -> Self {
        let units: Vec<u16> = text.encode_utf16().collect();
        Bstr(unsafe { SysAllocStringLen(units.as_ptr(), units.len() as u32) })
    }

    pub fn raw(&self) -> RawBstr {
        self.0
    }
}

impl Default for Bstr {
    fn default() -> Self {
        Bstr(null_mut())
    }
}

impl Drop for Bstr {
    fn drop(&mut self) {
        unsafe { SysFreeString(self.0) }
    }
}

impl From<Bstr> for String {
    fn from(text: Bstr) -> String {
        if text.0.is_null() {
            return String::new();
        }
        String::from_utf16_lossy(unsafe { std::slice::from_raw_parts(text.0, SysStringLen(text.0) as usize) })
    }
}

// ---- Keys and positions ----

const VT_I4: u16 = 3;
const VT_UI4: u16 = 19;
const VT_UI8: u16 = 21;
const VT_ARRAY: u16 = 0x2000;

/// A VARIANT's bytes: its type, and 16 bytes that the type gives a meaning.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct RawVariant {
    kind: u16,
    reserved: [u16; 3],
    value: [u64; 2],
}

/// The head of an array of one dimension.
#[repr(C)]
struct SafeArray {
    dimensions: u16,
    features: u16,
    element_bytes: u32,
    locks: u32,
    data: *mut c_void,
    count: u32,
    lower: i32,
}

/// A VARIANT, which frees what it holds. Made of a key or of a slice of keys.
#[repr(transparent)]
#[derive(Default)]
pub struct Variant(RawVariant);

impl Variant {
    pub fn raw(&self) -> RawVariant {
        self.0
    }

    /// Makes an array: one allocation, one copy.
    fn array<T: Copy>(element: u16, values: &[T]) -> Self {
        let array = unsafe { SafeArrayCreateVector(element, 0, values.len() as u32) };
        assert!(!array.is_null(), "not enough memory for {} keys", values.len());
        unsafe { std::ptr::copy_nonoverlapping(values.as_ptr(), (*array).data as *mut T, values.len()) };
        Variant(RawVariant { kind: VT_ARRAY | element, value: [array as u64, 0], ..Default::default() })
    }

    /// The positions that IndexMany and FindMany give for an array of integers; empty for anything else.
    pub fn positions(&self) -> &[i32] {
        if self.0.kind != VT_ARRAY | VT_I4 {
            return &[];
        }
        let array = self.0.value[0] as *const SafeArray;
        unsafe { std::slice::from_raw_parts((*array).data as *const i32, (*array).count as usize) }
    }
}

impl Drop for Variant {
    fn drop(&mut self) {
        unsafe { VariantClear(&mut self.0) };
    }
}

impl From<u32> for Variant {
    fn from(key: u32) -> Self {
        Variant(RawVariant { kind: VT_UI4, value: [key.into(), 0], ..Default::default() })
    }
}

impl From<u64> for Variant {
    fn from(key: u64) -> Self {
        Variant(RawVariant { kind: VT_UI8, value: [key, 0], ..Default::default() })
    }
}

impl From<&[u32]> for Variant {
    fn from(keys: &[u32]) -> Self {
        Variant::array(VT_UI4, keys)
    }
}

impl From<&[u64]> for Variant {
    fn from(keys: &[u64]) -> Self {
        Variant::array(VT_UI8, keys)
    }
}

// ---- Errors ----

/// A failed call's HRESULT and what it said of itself.
#[derive(Debug)]
pub struct Error {
    pub code: Hresult,
    pub text: String,
}

impl Error {
    pub fn no_object() -> Self {
        Error { code: 0x8000_4003u32 as i32, text: "no object was given".into() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} (0x{:08X})", self.text, self.code)
    }
}

impl std::error::Error for Error {}

#[repr(C)]
struct IErrorInfo {
    vtable: *const IErrorInfoVtable,
}

#[repr(C)]
struct IErrorInfoVtable {
    base: IUnknownVtable,
    get_guid: *const c_void,
    get_source: *const c_void,
    get_description: unsafe extern "system" fn(this: *const IErrorInfo, text: *mut Bstr) -> Hresult,
}

unsafe impl Interface for IErrorInfo {
    const IID: Guid = Guid(0x1cf2_b120, 0x547d, 0x101b, [0x8e, 0x65, 0x08, 0x00, 0x2b, 0x2b, 0xd1, 0x19]);
}

/// Returns an Error with the text that the failed call left for this thread.
pub fn check(hr: Hresult) -> Result<()> {
    if hr >= 0 {
        return Ok(());
    }
    let mut info = null_mut();
    let mut text = Bstr::default();
    unsafe { GetErrorInfo(0, &mut info) };
    if let Some(info) = unsafe { Com::from_raw(info) } {
        unsafe { ((*info.vtable).get_description)(&*info, &mut text) };
    }
    let text = String::from(text);
    Err(Error { code: hr, text: if text.is_empty() { "failed".into() } else { text } })
}
