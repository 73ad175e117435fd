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

/// A copy of the bytecode.
pub fn read() -> Vec<u8> {
    // SAFETY: both functions are total for offsets below the length rounded up to eight, see host/compiler/src/link.rs.
    let (len, load) = unsafe { (bytecode_len(), |offset| bytecode_load(offset)) };
    let mut bytes = Vec::with_capacity((len as usize).next_multiple_of(8));
    for offset in (0..len).step_by(8) {
        bytes.extend_from_slice(&load(offset).to_le_bytes());
    }
    bytes.truncate(len as usize);
    bytes
}
