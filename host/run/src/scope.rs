//! Which questions a run may ask that is bound to one service; must not know who answers them.

use coral_contract::{ActivityQuery, AskError, Question};

/// The question as a run may ask it that is bound to `scope`; `Denied` where it reaches beyond that service.
pub(crate) fn admit(question: Question, scope: &str) -> Result<Question, AskError> {
    let service = match &question {
        Question::Percentile(query) => Some(&query.service),
        Question::ErrorRate(query) => Some(&query.service),
        Question::Traces(query) => Some(&query.service),
        Question::ServiceActivity(query) => query.service.as_ref(),
        Question::Sql(_) | Question::Services | Question::Cpu | Question::Memory | Question::SystemMetrics(_) => None,
    };
    match (&question, service) {
        (_, Some(service)) if service == scope => Ok(question),
        (_, Some(service)) => {
            Err(AskError::Denied(format!("this run may ask about the service {scope:?} alone, not about {service:?}")))
        }
        (Question::ServiceActivity(query), None) => {
            let query = ActivityQuery { service: Some(scope.to_owned()), window: query.window };
            Ok(Question::ServiceActivity(query))
        }
        (Question::Sql(_), None) => Err(AskError::Denied(format!(
            "this run may ask about the service {scope:?} alone, which SQL cannot be held to: ask with metrics and traces"
        ))),
        (Question::Services, None) => Err(AskError::Denied(format!(
            "this run may ask about the service {scope:?} alone, and not which others there are"
        ))),
        // Of the machine, which services share.
        (_, None) => Ok(question),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::time::Duration;

    use coral_contract::{ErrorRateQuery, PercentileQuery, SqlQuery, TracesQuery};

    use super::*;

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
    fn admits_questions_about_the_service_and_no_other() {
        for question in about("payments") {
            assert_eq!(admit(question.clone(), "payments").unwrap(), question);
        }
        for question in about("orders") {
            assert!(matches!(admit(question, "payments"), Err(AskError::Denied(_))));
        }
    }

    #[test]
    fn refuses_what_cannot_be_held_to_the_service() {
        let sql = Question::Sql(SqlQuery { text: "SELECT 1".to_owned(), parameters: Vec::new(), limit: None });
        for question in [sql, Question::Services] {
            assert!(matches!(admit(question, "payments"), Err(AskError::Denied(_))));
        }
    }

    #[test]
    fn narrows_a_question_about_all_services() {
        let window = Duration::from_secs(1);
        let all = Question::ServiceActivity(ActivityQuery { service: None, window });
        let one = Question::ServiceActivity(ActivityQuery { service: Some("payments".to_owned()), window });
        assert_eq!(admit(all, "payments").unwrap(), one);
    }
}
