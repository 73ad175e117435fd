//! What the modules of a script are called: by the engine, and in its stacks. It must not know what is in them.

/// A script that is one module.
pub const SCRIPT_MODULE: &str = "function.mjs";

/// What the names of modules begin with that are one file each.
pub(crate) const FILE: &str = "coral-file:";

/// The module that is a file of its own, at a path relative to the script's root folder.
pub fn file_module(path: &str) -> String {
    // Blanks and brackets would end a name in a stack.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~@+".contains(&byte);
    let letter = |byte: u8| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    format!("{FILE}{}", path.bytes().map(letter).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::file_module;

    #[test]
    fn a_name_holds_nothing_that_a_stack_has_around_it() {
        assert_eq!(file_module("lib/plan (old):1 ü.ts"), "coral-file:lib/plan%20%28old%29%3A1%20%C3%BC.ts");
    }
}
