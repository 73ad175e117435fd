//! The script's modules as bytecode, which lie in a core module of their own beside this one in the component. Each is two
//! lengths of 32 bits, that of its name and that of its bytecode, and then both; the script's own module is the last.

use std::iter;

use javy_plugin_api::javy::quickjs::{Ctx, Module, Result};

#[link(wasm_import_module = "coral-bytecode")]
unsafe extern "C" {
    /// How many bytes there are.
    #[link_name = "len"]
    fn bytecode_len() -> u32;
    /// The eight bytes at an offset; past the end they are zero.
    #[link_name = "load"]
    fn bytecode_load(offset: u32) -> u64;
}

/// Where a module lies.
struct Stored {
    name: u32,
    name_length: u32,
    code_length: u32,
}

/// Loads the script's own module, and with it all that it imports.
pub fn load_own<'js>(ctx: &Ctx<'js>) -> Option<Result<Module<'js>>> {
    stored().last().map(|own| own.load(ctx))
}

/// Loads another module of the script's, if it has one of this name.
pub fn load_named<'js>(ctx: &Ctx<'js>, name: &str) -> Option<Result<Module<'js>>> {
    stored().find(|module| module.is_called(name)).map(|module| module.load(ctx))
}

fn stored() -> impl Iterator<Item = Stored> {
    // SAFETY: it is total.
    let end = unsafe { bytecode_len() };
    let at = move |start: u32| (start < end).then(|| Stored::at(start));
    iter::successors(at(0), move |module| at(module.code() + module.code_length))
}

impl Stored {
    fn at(start: u32) -> Self {
        // SAFETY: the host writes both lengths of every module.
        let lengths = unsafe { bytecode_load(start) };
        Self { name: start + 8, name_length: lengths as u32, code_length: (lengths >> 32) as u32 }
    }

    fn code(&self) -> u32 {
        self.name + self.name_length
    }

    fn is_called(&self, name: &str) -> bool {
        self.name_length as usize == name.len() && copied(self.name, self.name_length, |bytes| bytes == name.as_bytes())
    }

    fn load<'js>(&self, ctx: &Ctx<'js>) -> Result<Module<'js>> {
        copied(self.code(), self.code_length, |bytes| {
            // SAFETY: the bytecode is what this engine itself compiled. A component that was made otherwise harms itself:
            // all that it can reach is what it imports.
            unsafe { Module::load(ctx.clone(), bytes) }
        })
    }
}

/// Does `work` with a copy of the bytes at an offset.
fn copied<T>(start: u32, length: u32, work: impl FnOnce(&[u8]) -> T) -> T {
    // SAFETY: it is total for offsets below the end, and all that is asked for lies there, see host/engine/src/program.rs.
    let load = |offset| unsafe { bytecode_load(offset) };
    let words: Vec<u64> = (start..start + length).step_by(8).map(load).collect();
    // SAFETY: there are at least as many bytes in the words, each of which has a value. WebAssembly is little-endian, as
    // the bytecode is.
    let bytes = unsafe { std::slice::from_raw_parts(words.as_ptr().cast::<u8>(), length as usize) };
    work(bytes)
}
