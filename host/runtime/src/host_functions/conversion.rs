//! Between the contract's types as wasmtime spells them and as the host's other crates do.

use std::time::Duration;

use coral_contract as contract;

use crate::bindings::coral::script::errors::{Error, ExceededBudget};
use crate::bindings::coral::script::telemetry::{
    Answer, Cells, Column, ErrorRate, Memory, Parameter, Question, ResultSet, TextCells,
};

impl From<Question> for contract::Question {
    fn from(question: Question) -> Self {
        match question {
            Question::Sql(query) => Self::Sql(contract::SqlQuery {
                text: query.text,
                parameters: query.parameters.into_iter().map(Into::into).collect(),
                limit: query.limit,
            }),
            Question::Percentile(query) => Self::Percentile(contract::PercentileQuery {
                service: query.service,
                metric: query.metric,
                percentile: query.percentile,
                window: Duration::from_nanos(query.window),
            }),
            Question::ErrorRate(query) => Self::ErrorRate(contract::ErrorRateQuery {
                service: query.service,
                window: Duration::from_nanos(query.window),
            }),
            Question::Traces(query) => Self::Traces(contract::TracesQuery {
                service: query.service,
                min_duration: Duration::from_nanos(query.min_duration),
                window: query.window.map(Duration::from_nanos),
                errors_only: query.errors_only,
                slowest_first: query.slowest_first,
                limit: query.limit,
            }),
            Question::Cpu => Self::Cpu,
            Question::Memory => Self::Memory,
            Question::SystemMetrics(names) => Self::SystemMetrics(names),
            Question::Services => Self::Services,
            Question::ServiceActivity(query) => Self::ServiceActivity(contract::ActivityQuery {
                service: query.service,
                window: Duration::from_nanos(query.window),
            }),
        }
    }
}

impl From<Parameter> for contract::SqlParameter {
    fn from(parameter: Parameter) -> Self {
        match parameter {
            Parameter::Null => Self::Null,
            Parameter::Boolean(value) => Self::Boolean(value),
            Parameter::Int64(value) => Self::Int64(value),
            Parameter::Double(value) => Self::Double(value),
            Parameter::Text(value) => Self::Text(value),
        }
    }
}

impl From<contract::Answer> for Answer {
    fn from(answer: contract::Answer) -> Self {
        match answer {
            contract::Answer::Rows(rows) => Self::Rows(rows.into()),
            contract::Answer::Number(number) => Self::Number(number),
            contract::Answer::ErrorRate(rate) => Self::ErrorRate(ErrorRate {
                rate: rate.rate,
                request_count: rate.request_count,
                error_count: rate.error_count,
            }),
            contract::Answer::Memory(memory) => Self::Memory(Memory { used: memory.used, total: memory.total }),
        }
    }
}

impl From<contract::ResultSet> for ResultSet {
    fn from(set: contract::ResultSet) -> Self {
        Self {
            // Telemetry caps its answers far below four billion rows.
            row_count: u32::try_from(set.row_count).unwrap_or(u32::MAX),
            columns: set.columns.into_iter().map(Into::into).collect(),
            truncated: set.truncated,
        }
    }
}

impl From<contract::Column> for Column {
    fn from(column: contract::Column) -> Self {
        Self { name: column.name, cells: column.cells.into(), nulls: column.nulls.into_bitmap() }
    }
}

impl From<contract::Cells> for Cells {
    fn from(cells: contract::Cells) -> Self {
        match cells {
            contract::Cells::Int64(cells) => Self::Int64(cells),
            contract::Cells::Double(cells) => Self::Double(cells),
            contract::Cells::Boolean(cells) => Self::Boolean(cells),
            contract::Cells::Timestamp(cells) => Self::Timestamp(cells),
            contract::Cells::Text(cells) => Self::Text(cells.into()),
            contract::Cells::Json(cells) => Self::Json(cells.into()),
        }
    }
}

impl From<contract::TextCells> for TextCells {
    fn from(cells: contract::TextCells) -> Self {
        Self { offsets: cells.offsets, bytes: cells.bytes }
    }
}

impl From<contract::AskError> for Error {
    fn from(error: contract::AskError) -> Self {
        match error {
            contract::AskError::Denied(text) => Self::Denied(text),
            contract::AskError::InvalidArgument(text) => Self::InvalidArgument(text),
            contract::AskError::NotFound(text) => Self::NotFound(text),
            contract::AskError::QueryFailed(text) => Self::QueryFailed(text),
            contract::AskError::TimedOut(text) => Self::TimedOut(text),
            contract::AskError::Unavailable(text) => Self::Unavailable(text),
            busy @ contract::AskError::Busy { .. } => Self::Unavailable(busy.to_string()),
            contract::AskError::BudgetExceeded(exceeded) => {
                Self::BudgetExceeded(ExceededBudget { name: exceeded.name, limit: exceeded.limit, used: exceeded.used })
            }
        }
    }
}
