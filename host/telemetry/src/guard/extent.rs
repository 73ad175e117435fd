//! How much planning a statement may ask for; must not know what it reads.
//!
//! DuckDB replaces names and macros by what they stand for, and goes through subqueries again for each level around
//! them, so that its planner's time doubles with each step of some chains. What only grows
//! faster than the text is left to whoever runs the statement, and can end it: a sum of 500 terms takes the planner
//! three seconds and 8 MB, and a struct that holds the one before it twice, 20 times over, 25 seconds and 1.4 GB.

use coral_contract::AskError;

use super::query_tree::QueryTree;

/// Tables that a statement may read, its names replaced by what they stand for. Ordering the joins of so many takes 0.3 s.
const TABLES: u64 = 64;

/// How often it may list a table's columns.
const WIDTHS: u64 = 1000;

/// Levels of subqueries and lambdas in each other; macros count twice. 8 take 20 ms, 12 take seconds.
const DEPTH: usize = 8;

/// Refuses a statement whose queries grow into too much.
pub(crate) fn check(queries: &QueryTree) -> Result<(), AskError> {
    let growth = queries.growth();
    for (used, most, things, remedy) in [
        (growth.tables, TABLES, "tables, as often as they are read", "read each fewer times"),
        (growth.widths, WIDTHS, "lists of all columns", "name the columns in place of *"),
        (queries.depth() as u64, DEPTH as u64, "levels of subqueries, lambdas and macros", "name its parts in a WITH"),
    ] {
        if used > most {
            return Err(AskError::InvalidArgument(format!(
                "the SQL text grows into {used} {things}, {most} are allowed: {remedy}"
            )));
        }
    }
    Ok(())
}
