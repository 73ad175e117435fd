//! What a component imports, against what there is to give.

use wasmtime::Engine;
use wasmtime::component::types;

use crate::RuntimeError;

/// The packages of WASI 0.2 that a component may import.
const WASI_PACKAGES: [&str; 6] =
    ["wasi:cli", "wasi:clocks", "wasi:filesystem", "wasi:io", "wasi:random", "wasi:sockets"];

/// Whether a component imports WASI; an error where it imports what no component is given.
pub fn needs_wasi(engine: &Engine, component: &types::Component) -> Result<bool, RuntimeError> {
    let mut needs_wasi = false;
    for (name, _) in component.imports(engine) {
        match Giver::of(name) {
            Some(Giver::Contract) => {}
            Some(Giver::Wasi) => needs_wasi = true,
            None => {
                return Err(RuntimeError::UnknownImport { name: name.to_owned(), wasi: WASI_PACKAGES.join(", ") });
            }
        }
    }
    Ok(needs_wasi)
}

/// Whose an import is.
#[derive(Debug, PartialEq)]
enum Giver {
    Contract,
    Wasi,
}

impl Giver {
    /// Of a name such as `wasi:io/poll@0.2.6`.
    fn of(name: &str) -> Option<Self> {
        let (package, rest) = name.split_once('/')?;
        let (_, version) = rest.split_once('@')?;
        if package == "coral:script" {
            return Some(Self::Contract);
        }
        (WASI_PACKAGES.contains(&package) && version.starts_with("0.2.")).then_some(Self::Wasi)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_is_the_contracts_wasis_or_nobodys() {
        for (name, giver) in [
            ("coral:script/telemetry@0.1.0", Some(Giver::Contract)),
            ("wasi:io/poll@0.2.6", Some(Giver::Wasi)),
            ("wasi:cli/exit@0.3.0", None),
            ("wasi:http/outgoing-handler@0.2.0", None),
            ("wasi:io", None),
            ("run", None),
        ] {
            assert_eq!(Giver::of(name), giver, "{name}");
        }
    }
}
