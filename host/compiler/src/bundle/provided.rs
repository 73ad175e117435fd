//! The modules that a bundle may import without finding them on disk. Knows neither what they do nor who provides them.

use super::version::Version;

/// The modules that a bundle may import without finding them on disk, and what each exports.
///
/// A bundle leaves their imports as they are: whoever runs it provides the modules.
#[derive(Debug, Clone, Default)]
pub struct ProvidedModules {
    packages: Vec<Package>,
    externals: Vec<String>,
}

#[derive(Debug, Clone)]
struct Package {
    name: String,
    version_text: String,
    version: Option<Version>,
    modules: Vec<ProvidedModule>,
}

/// A module of a provided package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvidedModule {
    /// What a script imports it by, without a version: `jsr:@coral/sdk`. The bundler names it so in its messages.
    pub specifier: String,
    /// What a bundle imports it by. It is not the specifier, since the bundler holds a module of that name itself: the one
    /// that checks the names which are imported.
    pub import: String,
    /// The names that it exports.
    pub exports: Vec<String>,
}

/// What a bundle imports a package's module by begins with this; the module's place among all follows. It is short, as every
/// run of the bundle reads it.
const IMPORT_PREFIX: &str = "coral:";

/// What a specifier means among the provided modules.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A module of a package: the id of the virtual module that checks the names that are imported from it.
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

    /// Also the package `name` (such as `@coral/sdk`) with its modules: the specifier of each, and the names that it
    /// exports.
    ///
    /// A specifier is `@coral/sdk` or `jsr:@coral/sdk`, with a path behind it for a part of the package. A script may
    /// write it with and without `jsr:`, unless each is a module of its own, and with a range behind another `@` that
    /// admits `version` (of the form `1.2.3`).
    #[must_use]
    pub fn package<Exports>(
        mut self,
        name: &str,
        version: &str,
        modules: impl IntoIterator<Item = (impl Into<String>, Exports)>,
    ) -> Self
    where
        Exports: IntoIterator<Item: Into<String>>,
    {
        let first = self.modules().count();
        let modules = modules.into_iter().zip(first..).map(|((specifier, exports), place)| ProvidedModule {
            specifier: specifier.into(),
            import: format!("{IMPORT_PREFIX}{place}"),
            exports: exports.into_iter().map(Into::into).collect(),
        });
        self.packages.push(Package {
            name: name.to_owned(),
            version_text: version.to_owned(),
            version: Version::parse(version),
            modules: modules.collect(),
        });
        self
    }

    /// Also the module `name` (such as `coral:host`), whose exports are not checked.
    #[must_use]
    pub fn external(mut self, name: impl Into<String>) -> Self {
        self.externals.push(name.into());
        self
    }

    pub(super) fn find(&self, specifier: &str) -> Found {
        if self.externals.iter().any(|name| name == specifier) {
            return Found::External(specifier.to_owned());
        }
        self.packages.iter().find_map(|package| package.find(specifier)).unwrap_or(Found::Nothing)
    }

    /// The text of the virtual module `id`: it passes on each export by its name, so that the bundler knows them all.
    pub(super) fn virtual_source(&self, id: &str) -> Option<String> {
        let ProvidedModule { import, exports, .. } = self.module(id)?;
        Some(format!("export {{ {} }} from {};\n", exports.join(", "), serde_json::Value::from(import.as_str())))
    }

    /// The names that the virtual module `id` exports.
    pub(super) fn exports(&self, id: &str) -> Option<&[String]> {
        self.module(id).map(|module| module.exports.as_slice())
    }

    /// What a bundle imports the virtual module `id` by.
    pub(super) fn import(&self, id: &str) -> Option<&str> {
        self.module(id).map(|module| module.import.as_str())
    }

    /// Whether `id` is that of a virtual module.
    pub(super) fn is_virtual(&self, id: &str) -> bool {
        self.module(id).is_some()
    }

    /// The modules of all packages. The bundler knows each by its specifier.
    pub fn modules(&self) -> impl Iterator<Item = &ProvidedModule> {
        self.packages.iter().flat_map(|package| &package.modules)
    }

    /// The packages themselves, without their parts, for hints.
    pub(super) fn packages(&self) -> impl Iterator<Item = &str> {
        self.packages.iter().flat_map(|Package { name, modules, .. }| {
            modules.iter().map(|module| module.specifier.as_str()).filter(move |specifier| specifier.ends_with(name))
        })
    }

    fn module(&self, id: &str) -> Option<&ProvidedModule> {
        self.modules().find(|module| module.specifier == id)
    }
}

/// Where scripts say that a package is from.
const REGISTRY: &str = "jsr:";

impl Package {
    /// What a specifier means in this package; none if it is of another one.
    fn find(&self, wanted: &str) -> Option<Found> {
        let bare = wanted.strip_prefix(REGISTRY).map(|rest| rest.trim_start_matches('/'));
        let rest = bare.unwrap_or(wanted).strip_prefix(self.name.as_str())?;
        let (range, path) = match rest.strip_prefix('@') {
            Some(rest) => {
                let (range, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                (Some(range), path)
            }
            None if rest.is_empty() || rest.starts_with('/') => (None, rest),
            None => return None,
        };
        let plain = format!("{}{path}", self.name);
        let from_registry = format!("{REGISTRY}{plain}");
        let names = if bare.is_some() { [from_registry, plain] } else { [plain, from_registry] };
        let found = names.iter().find_map(|name| self.modules.iter().find(|module| module.specifier == *name));

        let mismatch = |provided| Found::Mismatch { wanted: wanted.to_owned(), provided };
        let is_admitted = |range| self.version.is_some_and(|version| version.is_in(range));
        Some(match found {
            Some(module) if range.is_none_or(is_admitted) => Found::Package(module.specifier.clone()),
            Some(module) => mismatch(module.specifier.replacen(&self.name, &self.versioned_name(), 1)),
            None => {
                mismatch(self.modules.iter().map(|module| module.specifier.as_str()).collect::<Vec<_>>().join(", "))
            }
        })
    }

    fn versioned_name(&self) -> String {
        format!("{}@{}", self.name, self.version_text)
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, ProvidedModules};

    fn provided() -> ProvidedModules {
        let modules =
            [("jsr:@coral/sdk", ["db", "emit"]), ("@coral/sdk", ["db", "skills"]), ("@coral/sdk/a/b", ["a", "b"])];
        ProvidedModules::new().package("@coral/sdk", "0.1.0", modules).external("coral:host")
    }

    fn package(id: &str) -> Found {
        Found::Package(id.to_owned())
    }

    #[test]
    fn finds_each_module_by_all_of_its_names() {
        for specifier in ["jsr:@coral/sdk", "jsr:/@coral/sdk", "jsr:@coral/sdk@^0.1", "jsr:@coral/sdk@0.1.0"] {
            assert_eq!(provided().find(specifier), package("jsr:@coral/sdk"), "{specifier}");
        }
        for specifier in ["@coral/sdk", "@coral/sdk@0.1", "@coral/sdk@*"] {
            assert_eq!(provided().find(specifier), package("@coral/sdk"), "{specifier}");
        }
        for specifier in ["@coral/sdk/a/b", "@coral/sdk@^0.1/a/b", "jsr:@coral/sdk/a/b", "jsr:@coral/sdk@0.1.0/a/b"] {
            assert_eq!(provided().find(specifier), package("@coral/sdk/a/b"), "{specifier}");
        }
    }

    #[test]
    fn a_package_that_is_one_module_has_it_with_and_without_the_registry() {
        for only in ["jsr:@coral/sdk", "@coral/sdk"] {
            let provided = ProvidedModules::new().package("@coral/sdk", "0.1.0", [(only, ["db"])]);
            for specifier in ["jsr:@coral/sdk", "@coral/sdk"] {
                assert_eq!(provided.find(specifier), package(only), "{specifier}");
            }
        }
    }

    #[test]
    fn refuses_other_versions_and_parts_with_what_there_is() {
        let mismatch = |specifier| match provided().find(specifier) {
            Found::Mismatch { provided, .. } => provided,
            other => format!("{specifier}: {other:?}"),
        };
        for (specifier, provided) in [
            ("jsr:@coral/sdk@^1", "jsr:@coral/sdk@0.1.0"),
            ("@coral/sdk@2", "@coral/sdk@0.1.0"),
            ("@coral/sdk@next", "@coral/sdk@0.1.0"),
            ("jsr:@coral/sdk@^1/a/b", "@coral/sdk@0.1.0/a/b"),
        ] {
            assert_eq!(mismatch(specifier), provided, "{specifier}");
        }
        for specifier in ["@coral/sdk/db", "jsr:@coral/sdk@0.1/db", "@coral/sdk/", "@coral/sdk/a", "@coral/sdk@^1/db"] {
            assert_eq!(mismatch(specifier), "jsr:@coral/sdk, @coral/sdk, @coral/sdk/a/b", "{specifier}");
        }
    }

    #[test]
    fn finds_nothing_else() {
        for specifier in ["@coral/sdk2", "coral:hosts", "jsr:coral:host", "./@coral/sdk", "coral:@coral/sdk", ""] {
            assert_eq!(provided().find(specifier), Found::Nothing, "{specifier}");
        }
        assert_eq!(provided().find("coral:host"), Found::External("coral:host".into()));
    }

    #[test]
    fn passes_every_export_on() {
        let source = provided().virtual_source("jsr:@coral/sdk");
        assert_eq!(source.as_deref(), Some("export { db, emit } from \"coral:0\";\n"));
        assert_eq!(provided().virtual_source("jsr:coral:host"), None);
    }

    #[test]
    fn hints_name_no_parts() {
        assert_eq!(provided().packages().collect::<Vec<_>>(), ["jsr:@coral/sdk", "@coral/sdk"]);
    }
}
