//! Runs a statement and reads its rows, chunk by chunk; must not know what they mean.

use coral_contract::{AskError, ResultSet, SqlParameter};
use duckdb::arrow::array::{Array, StructArray};
use duckdb::types::Value;
use duckdb::{Statement, params_from_iter};

use crate::brake::Brake;
use crate::byte_budget::ByteBudget;
use crate::column_builder::ColumnBuilder;
use crate::guard::Admitted;
use crate::query_error;

/// How much of a statement's result is read.
pub(crate) struct Reading<'brake> {
    /// Rows at most: no further ones are computed.
    pub(crate) rows: usize,
    /// Bytes at most: more of them are an error, since half a cell is of no use.
    pub(crate) bytes: u64,
    /// Ends the reading.
    pub(crate) brake: &'brake Brake,
}

impl Reading<'_> {
    /// Runs a statement and reads its rows. They are streamed: what is not read is not computed.
    pub(crate) fn read(&self, admitted: &mut Admitted<'_>, parameters: &[SqlParameter]) -> Result<ResultSet, AskError> {
        self.brake.go_on()?;
        let statement = start(admitted, parameters)?;
        let failed = |error: duckdb::Error| query_error::of_duckdb(&error);
        let mut budget = ByteBudget::new(self.bytes);
        let mut columns = Vec::new();
        for (index, field) in statement.schema().fields().iter().enumerate() {
            budget.charge(field.name().len())?;
            columns.push(ColumnBuilder::new(field.name(), &statement.column_logical_type(index))?);
        }
        let mut row_count = 0;
        let mut truncated = false;
        while let Some(chunk) = statement.step().map_err(failed)? {
            self.brake.go_on()?;
            let taken = chunk.len().min(self.rows - row_count);
            append(&mut columns, &chunk.slice(0, taken), &mut budget)?;
            row_count += taken;
            if taken < chunk.len() {
                truncated = true;
                break;
            }
        }
        Ok(ResultSet { row_count, columns: columns.into_iter().map(ColumnBuilder::finish).collect(), truncated })
    }
}

/// Starts a statement, whose `step` gives one chunk of rows after the other.
pub(crate) fn start<'admitted, 'connection>(
    admitted: &'admitted mut Admitted<'connection>,
    parameters: &[SqlParameter],
) -> Result<&'admitted Statement<'connection>, AskError> {
    let statement = admitted.statement();
    let (wanted, given) = (statement.parameter_count(), parameters.len());
    if wanted != given {
        return Err(AskError::InvalidArgument(format!(
            "the statement has {wanted} parameters, and {given} values were given: give one for each"
        )));
    }
    // The iterator it returns would panic where a chunk fails: `step` tells.
    let started = statement.stream_arrow(params_from_iter(parameters.iter().map(value))).map(drop);
    started.map_err(|error| query_error::of_duckdb(&error))?;
    Ok(statement)
}

fn append(columns: &mut [ColumnBuilder], chunk: &StructArray, budget: &mut ByteBudget) -> Result<(), AskError> {
    for (column, array) in columns.iter_mut().zip(chunk.columns()) {
        column.append(array, budget)?;
    }
    Ok(())
}

fn value(parameter: &SqlParameter) -> Value {
    match parameter {
        SqlParameter::Null => Value::Null,
        SqlParameter::Boolean(value) => Value::Boolean(*value),
        SqlParameter::Int64(value) => Value::BigInt(*value),
        SqlParameter::Double(value) => Value::Double(*value),
        SqlParameter::Text(value) => Value::Text(value.clone()),
    }
}
