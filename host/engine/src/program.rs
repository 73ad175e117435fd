//! A script's modules as the engine reads them: guest-sdk/engine/src/bytecode.rs is the other side. It must not know what
//! bytecode means.

/// A module of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BytecodeModule<'a> {
    /// What other modules import it by, and what stacks call it.
    pub name: &'a str,
    /// What the engine has compiled it to.
    pub bytecode: &'a [u8],
}

/// The modules one after another: two lengths of 32 bits, that of the name and that of the bytecode, and then both. The last
/// is the script's own.
pub(crate) fn encode(modules: &[BytecodeModule<'_>]) -> Vec<u8> {
    let mut program = Vec::new();
    for BytecodeModule { name, bytecode } in modules {
        // What a script may have of source is megabytes.
        program.extend_from_slice(&(name.len() as u32).to_le_bytes());
        program.extend_from_slice(&(bytecode.len() as u32).to_le_bytes());
        program.extend_from_slice(name.as_bytes());
        program.extend_from_slice(bytecode);
    }
    program
}
