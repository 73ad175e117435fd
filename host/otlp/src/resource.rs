//! Who has sent something: a resource's service, and its attributes as JSON. Must not know what was sent.

use std::sync::Arc;

use opentelemetry_proto::tonic::resource::v1::Resource;

use crate::{attributes, conventions};

/// A resource as the rows of its request share it.
#[derive(Clone)]
pub struct Sender {
    pub service_name: Arc<str>,
    /// A JSON object.
    pub attributes: Arc<str>,
}

impl Sender {
    pub fn of(resource: Option<&Resource>) -> Self {
        let all = resource.map(|resource| resource.attributes.as_slice()).unwrap_or_default();
        let (text, _) = attributes::json(all);
        Self { service_name: conventions::service_name(all).into(), attributes: text.into() }
    }
}
