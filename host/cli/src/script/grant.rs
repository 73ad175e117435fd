//! What a run is given: what its caller says, or else what its script asks for, within what hosts give unasked.

use coral_bundle::{RequestedPolicy, ScriptDescription, resolve_parameters};
use coral_run::Limits;

use crate::arguments::{GrantArguments, SMALLEST_MEMORY};
use crate::failure::Failure;

/// What a run is given.
pub struct Grant {
    /// How much it may use.
    pub limits: Limits,
    /// The one service that it may ask about and emit for; none for any.
    pub service: Option<String>,
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
        let service = match (&arguments.service, &about.service) {
            (Some(granted), Some(asked)) if granted != asked => {
                return Err(Failure::usage(format!(
                    "the script is made for the service {asked:?}, and --service gives it {granted:?}: leave --service out"
                )));
            }
            (granted, asked) => granted.clone().or_else(|| asked.clone()),
        };
        Ok(Self { limits: limits(arguments, &about.policy), service, parameters })
    }
}

/// How much a script may use under these flags. A flag decides. Without it, a script that asks for less than hosts give
/// unasked gets what it asks for; one that asks for more gets that only with `--grant-asked`.
pub fn limits(arguments: &GrantArguments, asked: &RequestedPolicy) -> Limits {
    let unasked = Limits::default();
    let grant = |flag: Option<u64>, asked: Option<u64>, unasked: u64| {
        let asked = asked.filter(|asked| arguments.grant_asked || *asked <= unasked);
        flag.or(asked).unwrap_or(unasked)
    };
    let asked_wall = asked.timeout.map(|timeout| timeout.0).filter(|asked| {
        let is_less = matches!((asked, unasked.wall), (Some(asked), Some(unasked)) if *asked <= unasked);
        arguments.grant_asked || is_less
    });
    Limits {
        fuel: grant(arguments.fuel, asked.fuel, unasked.fuel),
        memory: grant(arguments.memory, asked.memory, unasked.memory).max(SMALLEST_MEMORY),
        wall: arguments.timeout.map(|timeout| timeout.0).or(asked_wall).unwrap_or(unasked.wall),
        events: grant(None, asked.events, unasked.events),
        event_bytes: grant(None, asked.event_bytes, unasked.event_bytes),
        console_bytes: grant(None, asked.console_bytes, unasked.console_bytes),
        pending_requests: grant(None, asked.pending_requests, unasked.pending_requests),
    }
}
