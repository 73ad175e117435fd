//! Which bundles may be used, by the flags: whom to trust, which bundle is meant, and how old it may be. Every verb that
//! takes a bundle opens it here.

use std::path::Path;
use std::time::SystemTime;

use anyhow::Context;
use coral_bundle::{Bundle, CheckError, Expectation, LiveBundle, SeenVersions, Trust, TrustedSigner, check_identity};

use crate::arguments::TrustArguments;
use crate::failure::Failure;

/// What the flags ask of every bundle.
pub struct BundleTrust {
    trust: Option<Trust>,
    expected: Option<Expectation>,
    /// None where versions are not to be remembered.
    seen: Option<SeenVersions>,
}

/// Opens a bundle for use, and remembers its version if it is trusted. Without `--trust` no one is, and any bundle will do.
pub fn open(arguments: &TrustArguments, path: &Path) -> Result<(Bundle, Option<TrustedSigner>), Failure> {
    let trust = BundleTrust::from_arguments(arguments)?;
    let bundle = Bundle::open(path).map_err(anyhow::Error::from)?;
    let signer = trust.check(&bundle, path)?;
    trust.remember(&bundle, signer.as_ref())?;
    Ok((bundle, signer))
}

/// Follows a bundle's file: each bundle that takes the place of the one before must meet the same demands.
pub fn follow(arguments: &TrustArguments, path: &Path) -> Result<LiveBundle<Option<TrustedSigner>>, Failure> {
    let trust = BundleTrust::from_arguments(arguments)?;
    let file = path.to_owned();
    let check = move |bundle: &Bundle| -> Result<_, CheckError> {
        let signer = trust.check(bundle, &file)?;
        trust.remember(bundle, signer.as_ref())?;
        Ok(signer)
    };
    Ok(LiveBundle::open(path, check).map_err(anyhow::Error::from)?)
}

impl BundleTrust {
    /// Reads the keys that the flags name.
    pub fn from_arguments(arguments: &TrustArguments) -> Result<Self, Failure> {
        let TrustArguments { trust, revoked, expect, allow_downgrade } = arguments;
        if trust.is_empty() && !revoked.is_empty() {
            return Err(Failure::usage("--revoked takes trust away, and nobody is trusted: give --trust too"));
        }
        let is_trusting = !trust.is_empty();
        let trust = is_trusting.then(|| Trust::read(trust, revoked)).transpose().map_err(anyhow::Error::from)?;
        let seen = (is_trusting && !allow_downgrade).then(seen_versions).transpose()?;
        Ok(Self { trust, expected: expect.clone(), seen })
    }

    /// Whether the bundle may be used; and the trusted key that signed it, where one must have. `file` is what the bundle's
    /// file is called.
    pub fn check(&self, bundle: &Bundle, file: &Path) -> anyhow::Result<Option<TrustedSigner>> {
        let signer = self.trust.as_ref().map(|trust| trust.judge(bundle, SystemTime::now())).transpose()?;
        // What a bundle is called says something only if someone vouches for it, or asks for it.
        if signer.is_some() || self.expected.is_some() {
            check_identity(bundle, file, self.expected.as_ref())?;
        }
        if let (Some(seen), Some(signer)) = (&self.seen, &signer) {
            seen.check(bundle, signer)?;
        }
        Ok(signer)
    }

    /// Remembers that a trusted bundle of this version is used: no older one will be.
    pub fn remember(&self, bundle: &Bundle, signer: Option<&TrustedSigner>) -> anyhow::Result<()> {
        if let (Some(seen), Some(signer)) = (&self.seen, signer) {
            seen.remember(bundle, signer)?;
        }
        Ok(())
    }
}

fn seen_versions() -> anyhow::Result<SeenVersions> {
    let folder = dirs::state_dir().context(
        "there is no folder to remember the versions of bundles in: set HOME or XDG_STATE_HOME, or run with --allow-downgrade",
    )?;
    Ok(SeenVersions::new(folder.join("coral-wasm").join("bundles.json")))
}
