//! Which questions a run may ask, and which events it may emit, that is bound to some services; must not know who answers
//! or takes them.

use coral_contract::{ActivityQuery, AskError, Question, Selection};
use serde_json::{Map, Value};

/// The keys of an event's data that name the service which the event is about, as the SDK, OpenTelemetry and JSON spell
/// it.
const SERVICE_KEYS: [&str; 4] = ["service", "service_name", "serviceName", "service.name"];

/// The question as a run may ask it that is bound to `services`; `Denied` where it reaches beyond them. SQL is held to
/// them by whoever answers it.
pub(crate) fn admit(question: Question, services: &Selection) -> Result<Question, AskError> {
    let Selection::Only(names) = services else { return Ok(question) };
    let service = match &question {
        Question::Percentile(query) => Some(&query.service),
        Question::ErrorRate(query) => Some(&query.service),
        Question::Traces(query) => Some(&query.service),
        Question::ServiceActivity(query) => query.service.as_ref(),
        // Of the machine, which services share, or held to them elsewhere.
        Question::Sql(_) | Question::Services | Question::Cpu | Question::Memory | Question::SystemMetrics(_) => None,
    };
    match (&question, service) {
        (_, Some(service)) if names.contains(service) => Ok(question),
        (_, Some(service)) => {
            Err(AskError::Denied(format!("this run may ask about {}, not about {service:?}", told(services))))
        }
        (Question::ServiceActivity(query), None) => match names.first() {
            Some(only) if names.len() == 1 => {
                let query = ActivityQuery { service: Some(only.clone()), window: query.window };
                Ok(Question::ServiceActivity(query))
            }
            _ => Err(AskError::Denied(format!(
                "this run may ask about {}, and not for the activity of all at once: ask for each",
                told(services)
            ))),
        },
        (Question::Services, None) => {
            Err(AskError::Denied(format!("this run may ask about {}, and not which others there are", told(services))))
        }
        (_, None) => Ok(question),
    }
}

/// `Denied` where an event says of itself that it is about a service that the run is not bound to.
pub(crate) fn check_event(name: &str, data: &Map<String, Value>, services: &Selection) -> Result<(), AskError> {
    for key in SERVICE_KEYS {
        if let Some(Value::String(service)) = data.get(key)
            && !services.has(service)
        {
            return Err(AskError::Denied(format!(
                "this run may emit for {}, and the event {name:?} says {key} = {service:?}",
                told(services)
            )));
        }
    }
    Ok(())
}

/// The services, for messages.
fn told(services: &Selection) -> String {
    match services {
        Selection::Any => "any service".to_owned(),
        Selection::Only(names) if names.is_empty() => "no service".to_owned(),
        Selection::Only(names) if names.len() == 1 => {
            format!("the service {services:?} alone", services = names.first().map_or("", String::as_str))
        }
        Selection::Only(_) => format!("the services {services}"),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::time::Duration;

    use coral_contract::{ErrorRateQuery, PercentileQuery, TracesQuery};
    use serde_json::json;

    use super::*;

    fn payments() -> Selection {
        Selection::only(["payments"])
    }

    fn about(service: &str) -> [Question; 4] {
        let (service, window) = (service.to_owned(), Duration::from_secs(1));
        [
            Question::Percentile(PercentileQuery {
                service: service.clone(),
                metric: String::new(),
                percentile: 0.5,
                window,
            }),
            Question::ErrorRate(ErrorRateQuery { service: service.clone(), window }),
            Question::Traces(TracesQuery {
                service: service.clone(),
                min_duration: Duration::ZERO,
                window: None,
                errors_only: false,
                slowest_first: false,
                limit: 1,
            }),
            Question::ServiceActivity(ActivityQuery { service: Some(service), window }),
        ]
    }

    #[test]
    fn admits_questions_about_the_services_and_no_others() {
        for question in about("payments") {
            assert_eq!(admit(question.clone(), &payments()).unwrap(), question);
            assert_eq!(admit(question.clone(), &Selection::Any).unwrap(), question);
            assert_eq!(admit(question.clone(), &Selection::only(["a", "payments"])).unwrap(), question);
        }
        for question in about("orders") {
            assert!(matches!(admit(question, &payments()), Err(AskError::Denied(_))));
        }
    }

    #[test]
    fn refuses_what_tells_of_all_services() {
        assert!(matches!(admit(Question::Services, &payments()), Err(AskError::Denied(_))));
    }

    #[test]
    fn narrows_a_question_about_all_services_to_the_only_one() {
        let window = Duration::from_secs(1);
        let all = || Question::ServiceActivity(ActivityQuery { service: None, window });
        let one = Question::ServiceActivity(ActivityQuery { service: Some("payments".to_owned()), window });
        assert_eq!(admit(all(), &payments()).unwrap(), one);
        assert!(matches!(admit(all(), &Selection::only(["a", "b"])), Err(AskError::Denied(_))));
    }

    #[test]
    fn an_event_speaks_for_the_services_alone() {
        let check = |data: Value| check_event("alert", data.as_object().unwrap(), &payments());
        assert!(check(json!({ "service": "payments", "p99": 1 })).is_ok());
        assert!(check(json!({ "service": 7 })).is_ok());
        for key in SERVICE_KEYS {
            assert!(matches!(check(json!({ key: "orders" })), Err(AskError::Denied(_))));
        }
    }
}
