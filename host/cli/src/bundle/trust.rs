//! Which bundles may be used, by the flags: whom to trust, which bundle is meant, and how old it may be. Every verb that
//! takes a bundle opens it here.

use std::path::Path;
use std::time::SystemTime;

use anyhow::Context;
use coral_bundle::{
    Accepted, Bundle, CheckError, Expectation, LiveBundle, SeenVersions, Trust, TrustedSigner, check_identity,
};

use crate::arguments::TrustArguments;
use crate::failure::Failure;

/// What the flags ask of every bundle.
pub struct BundleTrust {
    trust: Option<Trust>,
    expected: Option<Expectation>,
    /// None where versions are not to be remembered.
    seen: Option<SeenVersions>,
}

/// A bundle that meets what is asked, and who signed it if that is asked too.
pub type AcceptedBundle = Accepted<Option<TrustedSigner>>;

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

    /// Opens a bundle that may be used. Without `--trust` no one is trusted, and any will do.
    pub fn open(&self, path: &Path) -> Result<AcceptedBundle, Failure> {
        let bundle = Bundle::open(path).map_err(anyhow::Error::from)?;
        let verdict = self.check(&bundle, path)?;
        Ok(Accepted { bundle, verdict })
    }

    /// Follows a bundle's file: each bundle that takes the place of the one before must meet the same demands, and is
    /// remembered.
    pub fn follow(self, path: &Path) -> Result<LiveBundle<Option<TrustedSigner>>, Failure> {
        let file = path.to_owned();
        let check = move |bundle: &Bundle| -> Result<_, CheckError> {
            let signer = self.check(bundle, &file)?;
            self.remember(bundle, signer.as_ref())?;
            Ok(signer)
        };
        Ok(LiveBundle::open(path, check).map_err(anyhow::Error::from)?)
    }

    /// Refuses what is no bundle where only signed ones are taken.
    pub fn refuse_unsigned(&self, path: &Path) -> Result<(), Failure> {
        match self.trust {
            None => Ok(()),
            Some(_) => Err(Failure::usage(format!(
                "{} is no bundle, and --trust takes bundles alone that a trusted key signed: bundle it, or leave --trust out",
                path.display()
            ))),
        }
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
