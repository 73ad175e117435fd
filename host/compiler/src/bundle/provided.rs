//! The modules that a bundle may import without finding them on disk. Knows neither what they do nor who provides them.

use super::version::Version;

/// The modules that a bundle may import without finding them on disk, and what each exports.
///
/// A bundle leaves their imports as they are: whoever runs it provides the modules.
#[derive(Debug, Clone, Default)]
pub struct ProvidedModules {
    modules: Vec<Provided>,
}

#[derive(Debug, Clone)]
struct Provided {
    name: String,
    package: Option<Package>,
}

#[derive(Debug, Clone)]
struct Package {
    version_text: String,
    version: Option<Version>,
    exports: Vec<String>,
}

/// What a specifier means among the provided modules.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A package: the id of the virtual module that checks the names that are imported from it.
    Package(String),
    /// A module whose names nobody checks, to be imported by this name.
    External(String),
    /// A provided package in a version, or a part of it, that is not provided; with what is.
    Mismatch {
        wanted: String,
        provided: String,
    },
    Nothing,
}

impl ProvidedModules {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Also the package `name` (such as `@coral/sdk`), which exports `exports` and nothing else.
    ///
    /// It may be imported as `@coral/sdk` and `jsr:@coral/sdk`, each with a range behind another `@` that admits
    /// `version` (of the form `1.2.3`). The bundle imports it as `@coral/sdk`.
    #[must_use]
    pub fn package(
        mut self,
        name: impl Into<String>,
        version: &str,
        exports: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let exports = exports.into_iter().map(Into::into).collect();
        let package = Package { version_text: version.to_owned(), version: Version::parse(version), exports };
        self.modules.push(Provided { name: name.into(), package: Some(package) });
        self
    }

    /// Also the module `name` (such as `coral:host`), whose exports are not checked.
    #[must_use]
    pub fn external(mut self, name: impl Into<String>) -> Self {
        self.modules.push(Provided { name: name.into(), package: None });
        self
    }

    pub(super) fn find(&self, specifier: &str) -> Found {
        let bare = specifier.strip_prefix("jsr:").map(|rest| rest.trim_start_matches('/')).unwrap_or(specifier);
        for Provided { name, package } in &self.modules {
            let Some(package) = package else {
                if specifier == name {
                    return Found::External(name.clone());
                }
                continue;
            };
            let Some(rest) = bare.strip_prefix(name.as_str()) else { continue };
            let range = rest.strip_prefix('@');
            let is_whole_name = rest.is_empty() || range.is_some() || rest.starts_with('/');
            if !is_whole_name {
                continue;
            }
            let is_admitted = match range {
                Some(range) => package.version.is_some_and(|version| version.is_in(range)),
                None => rest.is_empty(),
            };
            return if is_admitted {
                Found::Package(virtual_id(name))
            } else {
                let provided = format!("{}@{}", virtual_id(name), package.version_text);
                Found::Mismatch { wanted: specifier.to_owned(), provided }
            };
        }
        Found::Nothing
    }

    /// The text of the virtual module `id`: it passes on each export by its name, so that the bundler knows them all.
    pub(super) fn virtual_source(&self, id: &str) -> Option<String> {
        let (name, package) = self.virtual_module(id)?;
        Some(format!("export {{ {} }} from {};\n", package.exports.join(", "), serde_json::Value::from(name)))
    }

    /// The names that the virtual module `id` exports.
    pub(super) fn exports(&self, id: &str) -> Option<&[String]> {
        self.virtual_module(id).map(|(_, package)| package.exports.as_slice())
    }

    /// The name that a bundle imports the virtual module `id` by.
    pub(super) fn name(&self, id: &str) -> Option<&str> {
        self.virtual_module(id).map(|(name, _)| name)
    }

    /// How a script best names each package, for hints.
    pub(super) fn packages(&self) -> impl Iterator<Item = String> {
        self.modules.iter().filter(|module| module.package.is_some()).map(|module| virtual_id(&module.name))
    }

    fn virtual_module(&self, id: &str) -> Option<(&str, &Package)> {
        let wanted = id.strip_prefix(VIRTUAL)?;
        let module = self.modules.iter().find(|module| module.name == wanted)?;
        Some((&module.name, module.package.as_ref()?))
    }
}

/// The bundler tells modules apart by their id, so the virtual module needs another than the external one; and it names
/// them in its messages, so this is what a script would write.
const VIRTUAL: &str = "jsr:";

fn virtual_id(name: &str) -> String {
    format!("{VIRTUAL}{name}")
}

#[cfg(test)]
mod tests {
    use super::{Found, ProvidedModules};

    fn provided() -> ProvidedModules {
        ProvidedModules::new().package("@coral/sdk", "0.1.0", ["db", "emit"]).external("coral:host")
    }

    #[test]
    fn finds_a_package_by_each_of_its_names() {
        for specifier in ["@coral/sdk", "jsr:@coral/sdk", "jsr:/@coral/sdk", "@coral/sdk@0.1", "jsr:@coral/sdk@^0.1"] {
            assert_eq!(provided().find(specifier), Found::Package("jsr:@coral/sdk".into()), "{specifier}");
        }
    }

    #[test]
    fn refuses_other_versions_and_parts() {
        for specifier in ["jsr:@coral/sdk@^1", "@coral/sdk@2", "@coral/sdk/db", "jsr:@coral/sdk@0.1/db"] {
            assert!(matches!(provided().find(specifier), Found::Mismatch { .. }), "{specifier}");
        }
    }

    #[test]
    fn finds_nothing_else() {
        for specifier in ["@coral/sdk2", "coral:hosts", "jsr:coral:host", "./@coral/sdk", ""] {
            assert_eq!(provided().find(specifier), Found::Nothing, "{specifier}");
        }
        assert_eq!(provided().find("coral:host"), Found::External("coral:host".into()));
    }

    #[test]
    fn passes_every_export_on() {
        let source = provided().virtual_source("jsr:@coral/sdk");
        assert_eq!(source.as_deref(), Some("export { db, emit } from \"@coral/sdk\";\n"));
        assert_eq!(provided().virtual_source("jsr:coral:host"), None);
    }
}
