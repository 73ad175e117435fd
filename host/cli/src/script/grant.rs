//! What a run is given: what its caller says, or else what its script asks for, within the policy.

use coral_bundle::{ScriptDescription, resolve_parameters};
use coral_contract::Selection;
use coral_policy::{Limit, Policy, PolicyFile, PolicyInForce, Preset, Settings, Source, Value};

use crate::arguments::{GrantArguments, LimitArguments, PolicySources, variable};
use crate::failure::Failure;

/// What a run is given.
#[derive(Debug, Clone)]
pub struct Grant {
    /// What it may use and do.
    pub in_force: PolicyInForce,
    /// Its parameters, with the defaults of those that were not given.
    pub parameters: Vec<(String, String)>,
}

impl Grant {
    /// What a script is given under these flags.
    pub fn new(arguments: &GrantArguments, about: &ScriptDescription) -> Result<Self, Failure> {
        let parameters = match &about.parameters {
            Some(declared) => resolve_parameters(declared, &arguments.parameters).map_err(Failure::usage)?,
            None => arguments.parameters.clone(),
        };
        let in_force = in_force(arguments, about)?;
        let limit = in_force.policy().parameter_bytes;
        let bytes: usize = parameters.iter().map(|(name, value)| name.len() + value.len()).sum();
        if bytes as u64 > limit {
            return Err(Failure::usage(format!(
                "the parameters have {bytes} bytes, and the run may have {limit}: give less, or raise it with --parameter-bytes"
            )));
        }
        Ok(Self { in_force, parameters })
    }
}

/// The policy that a script is run under, and where each value is from. A flag decides, then an environment variable.
/// Without either, a script that asks for less than the policy allows gets what it asks for; one that asks for more gets
/// that only with `--grant-asked`.
pub fn in_force(arguments: &GrantArguments, about: &ScriptDescription) -> Result<PolicyInForce, Failure> {
    let asked = asked(about);
    let policy = given(&arguments.limits, Preset::Adhoc)?;
    let policy = if arguments.grant_asked { policy.with(&asked, |_| Source::Script) } else { policy.narrowed(&asked) };
    let policy = flagged(policy, &arguments.limits.limits);
    check_service(about, &policy.policy())?;
    Ok(policy)
}

/// The policy of those of whom no wishes are known.
pub fn for_anyone(sources: &PolicySources, preset: Preset) -> Result<PolicyInForce, Failure> {
    Ok(flagged(given(sources, preset)?, &sources.limits))
}

/// A preset and a policy file.
fn given(sources: &PolicySources, preset: Preset) -> Result<PolicyInForce, Failure> {
    let Some(path) = &sources.policy else { return Ok(PolicyInForce::of_preset(sources.preset.unwrap_or(preset))) };
    let file = PolicyFile::read(path).map_err(anyhow::Error::from)?;
    let preset = sources.preset.or(file.preset).unwrap_or(preset);
    Ok(PolicyInForce::of_preset(preset).with(&file.settings, |_| Source::File(path.clone())))
}

fn flagged(policy: PolicyInForce, limits: &LimitArguments) -> PolicyInForce {
    policy
        .with(&limits.environment, |limit| Source::Environment(variable(limit)))
        .with(&limits.flags, |limit| Source::Flag(format!("--{}", limit.flag())))
}

/// What a script asks for: the service that it is made for is a limit too.
fn asked(about: &ScriptDescription) -> Settings {
    let mut asked = about.policy.clone();
    if let Some(service) = &about.service {
        asked.set(Limit::Services, Value::Names(Selection::only([service])));
    }
    asked
}

/// A script that is made for one service has nothing to do without it.
fn check_service(about: &ScriptDescription, policy: &Policy) -> Result<(), Failure> {
    match &about.service {
        Some(service) if !policy.services.has(service) => Err(Failure::usage(format!(
            "the script is made for the service {service:?}, and it is given {}: leave --service out, or give it that one",
            policy.services
        ))),
        _ => Ok(()),
    }
}
