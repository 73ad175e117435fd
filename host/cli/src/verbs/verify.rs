//! `coral-wasm verify`: whether a bundle is whole, who signed it, and whether they are trusted.

use std::io::Write;
use std::path::Path;

use bytesize::ByteSize;
use coral_bundle::{Bundle, TrustedSigner};
use serde_json::json;

use crate::arguments::{OutputFormat, VerifyArguments};
use crate::bundle::trust::BundleTrust;
use crate::failure::Failure;

/// Checks everything there is to check. The exit code is 1 if anything is wrong.
pub fn run(arguments: &VerifyArguments) -> Result<u8, Failure> {
    let result = verify(arguments);
    let is_json = arguments.output == OutputFormat::Json;
    let report = match &result {
        Ok((bundle, signer)) if is_json => json(bundle, signer.as_ref()),
        Ok((bundle, signer)) => text(&arguments.bundle, bundle, signer.as_ref()),
        Err(failure) if is_json => {
            let (bundle, code) = (arguments.bundle.display().to_string(), failure.exit_code());
            let report = json!({ "bundle": bundle, "exit_code": code, "error": { "message": failure.to_string() } });
            format!("{report:#}\n")
        }
        Err(_) => String::new(),
    };
    let _ = write!(std::io::stdout(), "{report}");
    result.map(|_| 0)
}

fn verify(arguments: &VerifyArguments) -> Result<(Bundle, Option<TrustedSigner>), Failure> {
    let trust = BundleTrust::from_arguments(&arguments.trust)?;
    let bundle = Bundle::open(&arguments.bundle).map_err(anyhow::Error::from)?;
    bundle.verify().map_err(anyhow::Error::from)?;
    let signer = trust.check(&bundle, &arguments.bundle)?;
    Ok((bundle, signer))
}

fn json(bundle: &Bundle, signer: Option<&TrustedSigner>) -> String {
    let manifest = bundle.manifest();
    let report = json!({
        "bundle": bundle.path().display().to_string(),
        "exit_code": 0,
        "name": manifest.name,
        "version": manifest.version,
        "digest": bundle.digest(),
        "files": bundle.files().count(),
        "bytes": bundle.size(),
        "signed_by": bundle.signature().map(|signature| signature.key().fingerprint()),
        "trusted": signer.map(|signer| json!({ "owner": signer.owner() })),
    });
    format!("{report:#}\n")
}

/// What a bundle is that was checked whole, and who signed it; `path` is its file.
pub fn text(path: &Path, bundle: &Bundle, signer: Option<&TrustedSigner>) -> String {
    let manifest = bundle.manifest();
    let size = ByteSize(bundle.size());
    let signed = match bundle.signature() {
        Some(signature) => signature.key().fingerprint(),
        None => "nobody".to_owned(),
    };
    let trusted = match signer.map(TrustedSigner::owner) {
        Some("") => "yes",
        Some(owner) => &format!("yes, as {owner}"),
        None => "nobody is: say whom to trust with --trust",
    };
    format!(
        "{path}: whole, {files} files, {size}\nbundle     {name} {version}\ndigest     {digest}\nsigned by  {signed}\n\
         trusted    {trusted}\n",
        path = path.display(),
        files = bundle.files().count(),
        name = manifest.name,
        version = manifest.version,
        digest = bundle.digest(),
    )
}
