//! The typed questions of the SDK, and events.

use insta::assert_snapshot;

use crate::program::printed;

/// What a script prints; `attempt` gives a value or the code and the text of the failure.
fn asked(body: &str) -> String {
    printed(&format!(
        "import * as coral from 'jsr:@coral/sdk';
        const attempt = async (work: () => Promise<unknown>) => {{
          try {{ return await work(); }} catch (error: any) {{ return `${{error.name}} ${{error.code}}: ${{error.message}}`; }}
        }};
        {body}"
    ))
}

#[test]
fn a_percentile_of_an_unknown_service_is_not_found() {
    let text =
        asked("console.log(await attempt(() => coral.metrics.getPercentile('nope', 'http.server.duration', 0.99)));");
    assert!(text.starts_with("CoralError not-found: Failed to get percentile: no span of service \"nope\""), "{text}");
}

#[test]
fn an_error_rate_of_an_unknown_service_is_zero() {
    assert_eq!(asked("console.log(await attempt(() => coral.metrics.getErrorRate('nope', '5m')));"), "0\n");
}

#[test]
fn a_service_name_is_never_part_of_a_statement() {
    let body = "const evil = \"payments' OR '1'='1\"; const worse = \"x'; DROP TABLE otel_spans_local; --\";
        for (const service of [evil, worse]) {
          console.log(String(await attempt(() => coral.getPercentile(service, 'http.server.duration', 0.5))).split(':')[0]);
          console.log(await attempt(() => coral.getErrorRate(service)));
          console.log(await attempt(() => coral.traces.query({ service })));
        }
        console.log(await attempt(() => coral.getErrorRate('payments', \"5m' OR '1'='1\" as any)));
        console.log((await coral.traces.query({ service: 'payments' })).length);";
    assert_snapshot!(asked(body), @r#"
    CoralError not-found
    0
    []
    CoralError not-found
    0
    []
    CoralError invalid-argument: Failed to get error rate: "5m' OR '1'='1" is no duration: write a number and a unit, such as "500ms", "30s", "5m", "1.5h", "2d", "1w" or "5 minutes"
    5
    "#);
}

#[test]
fn figures_are_in_their_units() {
    let body = "console.log(await coral.getPercentile('payments', 'http.server.duration', 0.99));
        console.log(await coral.getErrorRate('payments'), await coral.getErrorRate('orders'));
        console.log(await coral.getCPU(), await coral.getMemory());";
    assert_snapshot!(asked(body), @r"
    650000000
    0.4 0
    { usage_percent: 78.9 } { used: 14495514624, total: 17179869184 }
    ");
}

#[test]
fn wrong_arguments_are_explained() {
    let body = "console.log(await attempt(() => coral.getPercentile('payments', 'm', 99)));
        console.log(await attempt(() => coral.getPercentile('', 'm', 0.5)));
        console.log(await attempt(() => (coral as any).getErrorRate()));
        console.log(await attempt(() => (coral as any).traces.query()));";
    assert_snapshot!(asked(body), @r#"
    CoralError invalid-argument: Failed to get percentile: the percentile must be a number from 0 to 1, not 99
    CoralError invalid-argument: Failed to get percentile: the service must be a text that is not empty, not ""
    CoralError invalid-argument: Failed to get error rate: the service must be a text that is not empty, not undefined
    CoralError invalid-argument: Failed to query traces: the options must be an object, not undefined
    "#);
}

#[test]
fn traces_come_newest_first_with_all_their_fields() {
    let body = "const traces = await coral.traces.query({ service: 'payments' });
        console.log(traces.map((trace) => trace.trace_id.slice(-1)).join());
        console.log(traces[0]);";
    assert_snapshot!(asked(body), @r#"
    5,4,3,2,1
    {
      trace_id: "trace-005",
      span_id: "span-005",
      duration_ns: 652000000,
      is_error: true,
      http_status: 500,
      http_method: "POST",
      http_route: "/api/payments"
    }
    "#);
}

#[test]
fn traces_can_be_bounded_by_duration_and_time() {
    let body = "const ids = async (options: object) =>
          (await coral.traces.query({ service: 'payments', ...options } as any)).map((trace) => trace.trace_id.slice(-1)).join() || 'none';
        console.log(await ids({ minDuration: '500ms' }));
        console.log(await ids({ minDuration: '1s' }));
        console.log(await ids({ timeRange: '150s' }));
        console.log(await ids({ timeRange: '1h', minDuration: '500ms' }));
        console.log(await ids({ timeRange: '10s' }));
        console.log(await attempt(() => ids({ timeRange: 'soon' })));";
    assert_snapshot!(asked(body), @r#"
    5,3
    none
    5,4
    5,3
    none
    CoralError invalid-argument: Failed to query traces: "soon" is no duration: write a number and a unit, such as "500ms", "30s", "5m", "1.5h", "2d", "1w" or "5 minutes"
    "#);
}

#[test]
fn an_event_that_has_no_meaning_is_refused() {
    let body = "const ring: any = {}; ring.ring = ring;
        console.log(await attempt(() => coral.emit('')));
        console.log(await attempt(() => coral.emit(5 as any, {})));
        console.log(await attempt(() => coral.emit('x', [] as any)));
        console.log(await attempt(() => coral.emit('x', null as any)));
        console.log(await attempt(() => coral.emit('x', 'text' as any)));
        console.log(await attempt(() => coral.emit('x', {}, 'fatal' as any)));
        console.log(await attempt(() => coral.emit('x', { big: 2n ** 60n })));
        console.log(await attempt(() => coral.emit('x', ring)));";
    assert_snapshot!(asked(body), @r#"
    CoralError invalid-argument: Failed to emit event: the name must be a text that is not empty, not ""
    CoralError invalid-argument: Failed to emit event: the name must be a text that is not empty, not 5
    CoralError invalid-argument: Failed to emit event: the data must be an object, not an array
    CoralError invalid-argument: Failed to emit event: the data must be an object, not null
    CoralError invalid-argument: Failed to emit event: the data must be an object, not "text"
    CoralError invalid-argument: Failed to emit event: the severity must be one of "info", "warning", "error", "critical", not "fatal"
    CoralError invalid-argument: Failed to emit event: data.big is 1152921504606846976n, which a JSON number cannot hold exactly: give it as a text
    CoralError invalid-argument: Failed to emit event: the data cannot be written as JSON: Converting circular structure to JSON
        --> starting at object with constructor 'Object'
        --- property 'ring' closes the circle
    "#);
}

#[test]
fn too_large_and_too_many_events_are_refused_by_their_budget() {
    let body = "try { await coral.emit('x', { text: 'y'.repeat(70000) }); } catch (error: any) { console.log(error.code, error.budget); }
        try { for (let i = 0; i < 10001; i++) await coral.emit('x'); } catch (error: any) { console.log(error.code, error.budget); }";
    assert_snapshot!(asked(body), @r#"
    budget-exceeded { name: "event-bytes", limit: 65536, used: 70012 }
    budget-exceeded { name: "events", limit: 10000, used: 10001 }
    "#);
}

#[test]
fn functions_are_said_not_to_be_there() {
    let text = asked("console.log(await attempt(() => coral.functions.list('payments')));");
    assert!(text.starts_with("CoralError unavailable: functions.list is not available"), "{text}");
}
