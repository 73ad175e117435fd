//! Who asks a registry, by the flags, the environment and Docker's settings. It must not say a secret.

use std::io::Read;
use std::path::PathBuf;

use anyhow::Context;
use coral_registry::{Access, Credentials, Reference, RemoteBundle};

use crate::arguments::RegistryArguments;
use crate::failure::Failure;

/// Not a flag: every user of a machine can read those of every process.
const PASSWORD: &str = "CORAL_WASM_REGISTRY_PASSWORD";

/// No password is as long.
const LONGEST_PASSWORD: u64 = 64 << 10;

/// A place in a registry, asked by whom the flags name.
pub fn remote(arguments: &RegistryArguments, reference: &Reference) -> Result<RemoteBundle, Failure> {
    let credentials = credentials(arguments, reference)?;
    let access = Access { credentials, plain_http: arguments.plain_http };
    Ok(RemoteBundle::new(reference.clone(), access).map_err(anyhow::Error::from)?)
}

fn credentials(arguments: &RegistryArguments, reference: &Reference) -> Result<Credentials, Failure> {
    let Some(username) = &arguments.username else {
        let Some(folder) = docker_folder() else { return Ok(Credentials::anonymous()) };
        return Ok(Credentials::of_docker(&folder, reference).map_err(anyhow::Error::from)?);
    };
    if username.contains(':') {
        return Err(Failure::usage("--username has a colon, behind which the password would begin"));
    }
    let password = if arguments.password_stdin { password_on_stdin()? } else { password_in_environment()? };
    Ok(Credentials::password(username, &password))
}

fn password_on_stdin() -> Result<String, Failure> {
    let mut text = String::new();
    let stdin = std::io::stdin().lock();
    stdin.take(LONGEST_PASSWORD).read_to_string(&mut text).context("could not read the password on standard input")?;
    let password = text.strip_suffix('\n').unwrap_or(&text);
    let password = password.strip_suffix('\r').unwrap_or(password);
    if password.is_empty() {
        return Err(Failure::usage("--password-stdin: there is no password on standard input"));
    }
    Ok(password.to_owned())
}

fn password_in_environment() -> Result<String, Failure> {
    match std::env::var(PASSWORD) {
        Ok(password) if !password.is_empty() => Ok(password),
        _ => Err(Failure::usage(format!("--username needs a password: set {PASSWORD}, or add --password-stdin"))),
    }
}

/// Where Docker keeps its settings.
fn docker_folder() -> Option<PathBuf> {
    let set = std::env::var_os("DOCKER_CONFIG").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    set.or_else(|| Some(dirs::home_dir()?.join(".docker")))
}
