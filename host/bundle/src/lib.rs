//! A bundle: scripts in one file, with what each may be given and asks for, who signed it, and whom to trust. It must not
//! know wasmtime, TypeScript, a network or a terminal.

mod allowed_signers;
mod archive;
mod bundle;
mod bundle_error;
mod checksums;
mod component_metadata;
mod contents;
mod description;
mod identity;
mod live_bundle;
mod manifest;
mod manifest_text;
mod name;
mod pack;
mod parameter;
mod pattern;
mod precompiled_code;
mod project;
mod public_key;
mod seen_versions;
mod signature;
mod signing_key;
mod storage;
mod trust;

pub use allowed_signers::InvalidLine;
pub use bundle::Bundle;
pub use bundle_error::{BundleError, Problem};
pub use checksums::Digest;
pub use component_metadata::ComponentMetadata;
pub use contents::module_key;
pub use description::ScriptDescription;
pub use identity::{EXTENSION, Expectation, IdentityError, check_identity};
pub use live_bundle::{Accepted, CheckError, Current, LiveBundle, LiveBundleError};
pub use manifest::{
    EngineEntry, FORMAT, MachineCodeKey, Manifest, ModuleEntry, Precompiled, Program, ScriptEntry, SourceEntry,
};
pub use name::{InvalidName, Name};
pub use pack::{PackError, pack, with_signature, write_atomically};
pub use parameter::{
    InvalidParameter, Parameter, ParameterKind, ParameterValue, RefusedParameters, resolve_parameters,
};
pub use precompiled_code::PrecompiledCode;
pub use project::{PROJECT_FILE, Project, ProjectError, ProjectScript};
pub use public_key::{InvalidPublicKey, PublicKey};
pub use seen_versions::{SeenVersions, SeenVersionsError};
pub use signature::{BundleSignature, NAMESPACE, SignatureError};
pub use signing_key::{Passphrase, SigningKey, SigningKeyError};
pub use trust::{Refusal, Trust, TrustError, TrustSourceError, TrustedSigner};
