//! What the client of a Coral colony calls: Connect in JSON, with zero values written out.

use serde_json::{Value, json};

use crate::http::{Answer, Served};

fn call(served: &Served, method: &str, request: &Value) -> Answer {
    served.post(&format!("/coral.colony.v1.ColonyService/{method}"), &request.to_string())
}

#[test]
fn services_are_those_of_one_agent() {
    let served = Served::shared();
    let agents = call(&served, "ListAgents", &json!({})).expect(200).json();
    let names: Vec<&str> = agents["agents"][0]["services"]
        .as_array()
        .unwrap()
        .iter()
        .map(|service| service["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["orders", "payments", "users"]);
    let services = call(&served, "ListServices", &json!({ "timeRange": "1h" })).expect(200).json();
    assert_eq!(services["services"].as_array().unwrap().len(), 3);
    call(&served, "ListServices", &json!({ "timeRange": "an hour" })).expect(400);
}

#[test]
fn a_percentile_has_a_unit() {
    let served = Served::shared();
    for request in [
        json!({ "service": "payments", "metric": "http.server.duration", "percentile": 0.99, "timeRangeMs": "300000" }),
        json!({ "service": "payments", "percentile": 0.99, "time_range_ms": 300_000 }),
    ] {
        let answer = call(&served, "GetMetricPercentile", &request).expect(200).json();
        assert_eq!((&answer["value"], &answer["unit"]), (&json!(650_000_000.0), &json!("nanoseconds")));
        assert!(answer["timestamp"].as_str().unwrap().ends_with('Z'));
    }
}

#[test]
fn an_activity_has_its_zeros() {
    let served = Served::shared();
    let orders = call(&served, "GetServiceActivity", &json!({ "service": "orders" })).expect(200).json();
    let expected = (&json!("orders"), &json!("3"), &json!("0"), &json!(0.0));
    assert_eq!(
        (&orders["serviceName"], &orders["requestCount"], &orders["errorCount"], &orders["errorRate"]),
        expected
    );
    let all = call(&served, "ListServiceActivity", &json!({ "timeRangeMs": 3_600_000 })).expect(200).json();
    assert_eq!(all["services"][0]["serviceName"], "payments");
    assert_eq!(all["services"].as_array().unwrap().len(), 3);
}

#[test]
fn a_service_without_requests_is_not_found() {
    let served = Served::shared();
    let error = call(&served, "GetServiceActivity", &json!({ "service": "nobody" })).expect(404).json();
    assert_eq!(error["code"], "not_found");
    assert!(error["message"].as_str().unwrap().contains("not found"), "{error}");
}

#[test]
fn rows_are_texts() {
    let served = Served::shared();
    let sql = "SELECT range AS i, NULL AS nothing, 9007199254740993 AS wide, 'a' AS word FROM range(5)";
    let answer = call(&served, "ExecuteQuery", &json!({ "sql": sql, "maxRows": "2" })).expect(200).json();
    assert_eq!(answer["columns"], json!(["i", "nothing", "wide", "word"]));
    let row = |i: &str| json!({ "values": [i, "", "9007199254740993", "a"] });
    assert_eq!((&answer["rows"], &answer["rowCount"]), (&json!([row("0"), row("1")]), &json!(2)));
    let none = call(&served, "ExecuteQuery", &json!({ "sql": "SELECT 1 AS one WHERE false" })).expect(200).json();
    assert_eq!(none, json!({ "columns": ["one"], "rows": [], "rowCount": 0 }));
}

#[test]
fn mistakes_are_told_in_connects_terms() {
    let served = Served::shared();
    for (method, request, status, code) in [
        ("ExecuteQuery", json!({}), 400, "invalid_argument"),
        ("ExecuteQuery", json!({ "sql": "SELEC" }), 400, "invalid_argument"),
        ("ExecuteQuery", json!({ "sql": "DROP TABLE x" }), 403, "permission_denied"),
        ("ExecuteQuery", json!({ "sql": "SELECT 1", "maxRows": "many" }), 400, "invalid_argument"),
        ("GetMetricPercentile", json!({ "service": "payments", "percentile": 2 }), 400, "invalid_argument"),
        ("GetMetricPercentile", json!({ "service": "nobody", "percentile": 0.5 }), 404, "not_found"),
        ("DropEverything", json!({}), 501, "unimplemented"),
    ] {
        assert_eq!(call(&served, method, &request).expect(status).json()["code"], code, "{method} {request}");
    }
    let debug = served.post("/coral.colony.v1.ColonyDebugService/DeployCorrelation", "{}").expect(501).json();
    assert_eq!(debug["code"], "unimplemented");
}
