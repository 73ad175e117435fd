//! How a database is opened for runs under a policy.

use coral_policy::Policy;
use coral_telemetry::{Limits, Options};

/// Options with which one question may take what the policy allows; the runs' own bounds are at most that.
pub fn database_options(policy: &Policy) -> Options {
    let limits = Limits {
        rows: usize::try_from(policy.query_rows).unwrap_or(usize::MAX),
        result_bytes: policy.query_bytes,
        sql_deadline: policy.query_time,
        ..Limits::default()
    };
    Options { limits, ..Options::default() }
}
