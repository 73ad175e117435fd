//! Bundles in OCI registries: pushes the bytes of one and pulls them again. It must not know what is in a bundle, nor a
//! terminal.

mod artifact;
mod blob_writer;
mod credentials;
mod error;
mod reference;
mod remote;

pub use artifact::{ARTIFACT_TYPE, Artifact, CONFIG_TYPE, LARGEST_BUNDLE, LAYER_TYPE};
pub use credentials::{Credentials, CredentialsError};
pub use error::{Problem, RegistryError};
pub use reference::{InvalidReference, Reference};
pub use remote::{Access, Pulled, RemoteBundle};
