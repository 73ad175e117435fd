//! The script's bytecode, which lies in a module of its own beside this one in the component.

#[link(wasm_import_module = "coral-bytecode")]
unsafe extern "C" {
    /// How many bytes there are.
    #[link_name = "len"]
    fn bytecode_len() -> u32;
    /// The eight bytes at an offset; past the end they are zero.
    #[link_name = "load"]
    fn bytecode_load(offset: u32) -> u64;
}

/// Does `work` with a copy of the bytecode.
pub fn with<T>(work: impl FnOnce(&[u8]) -> T) -> T {
    // SAFETY: both functions are total for offsets below the length rounded up to eight, see host/engine/src/link.rs.
    let (len, load) = unsafe { (bytecode_len(), |offset| bytecode_load(offset)) };
    let words: Vec<u64> = (0..len).step_by(8).map(load).collect();
    // SAFETY: there are at least as many bytes in the words, each of which has a value. WebAssembly is little-endian, as
    // the bytecode is.
    let bytes = unsafe { std::slice::from_raw_parts(words.as_ptr().cast::<u8>(), len as usize) };
    work(bytes)
}
