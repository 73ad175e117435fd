//! Attributes, and the resources that services send with all they send; must not know what else that is.

use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, InstrumentationScope, KeyValue};
use opentelemetry_proto::tonic::resource::v1::Resource;

use crate::Service;

/// An attribute that is a text.
pub(crate) fn text(key: &str, text: impl Into<String>) -> KeyValue {
    attribute(key, Value::StringValue(text.into()))
}

/// An attribute that is a number.
pub(crate) fn number(key: &str, number: impl Into<i64>) -> KeyValue {
    attribute(key, Value::IntValue(number.into()))
}

fn attribute(key: &str, value: Value) -> KeyValue {
    KeyValue { key: key.to_owned(), value: Some(AnyValue { value: Some(value) }), ..KeyValue::default() }
}

/// The resource of a service, of which one instance runs.
pub(crate) fn resource(service: Service) -> Option<Resource> {
    let attributes = vec![
        text("service.name", service.name()),
        text("service.instance.id", format!("{service}-1")),
        text("service.version", service.version()),
    ];
    Some(Resource { attributes, ..Resource::default() })
}

/// What a service's telemetry is made by.
pub(crate) fn scope() -> Option<InstrumentationScope> {
    let (name, version) = (env!("CARGO_PKG_NAME").to_owned(), env!("CARGO_PKG_VERSION").to_owned());
    Some(InstrumentationScope { name, version, ..InstrumentationScope::default() })
}
