//! Both generations of the SDK over the sample, in WASM and under Deno: what each specifier gives, in figures that are known.

use crate::program::{Workspace, run};

/// What a script prints, which must be the same on both runtimes.
fn printed(script: &str) -> String {
    let workspace = Workspace::with_script(script);
    let [wasm, deno] =
        ["wasm", "deno"].map(|runtime| workspace.run(&["-q", "--runtime", runtime]).expect_code(0).stdout);
    assert_eq!(wasm, deno);
    wasm
}

#[test]
fn every_specifier_leads_to_its_generation() {
    for (specifier, generation) in [
        ("jsr:@coral/sdk", "agent"),
        ("jsr:@coral/sdk@^0.1", "agent"),
        ("jsr:@coral/sdk@0.1.0", "agent"),
        ("@coral/sdk", "colony"),
        ("@coral/sdk@0.1", "colony"),
    ] {
        let script =
            format!("import * as coral from '{specifier}'; console.log('skills' in coral ? 'colony' : 'agent');");
        assert_eq!(run(&script).expect_code(0).stdout, format!("{generation}\n"), "{specifier}");
    }
    for skill in ["error-correlation", "latency-report", "memory-leak-detector"] {
        for specifier in ["@coral/sdk/skills/", "jsr:@coral/sdk/skills/", "jsr:@coral/sdk@^0.1/skills/"] {
            let script =
                format!("import * as skill from '{specifier}{skill}'; console.log(Object.keys(skill).join());");
            let name = run(&script).expect_code(0).stdout;
            assert_eq!(name.to_lowercase().trim_end(), skill.replace('-', ""), "{specifier}{skill}");
        }
    }
}

#[test]
fn percentiles_and_rows_have_the_shape_of_their_generation() {
    let script = r#"
        import * as agent from "jsr:@coral/sdk";
        import * as colony from "@coral/sdk";
        console.log(await agent.metrics.getPercentile("payments", "http.server.duration", 0.99));
        const { value, unit } = await colony.metrics.getP99("payments", "http.server.duration");
        console.log(value, unit);
        const sql = "SELECT 5 AS n, NULL AS nothing, 9223372036854775807 AS wide";
        console.log(JSON.stringify((await agent.db.query(sql)).rows, (_, v) => typeof v === "bigint" ? `${v}n` : v));
        console.log(JSON.stringify(await colony.db.query(sql)));"#;
    assert_eq!(
        printed(script),
        "650000000\n650000000 nanoseconds\n\
         [{\"n\":5,\"nothing\":null,\"wide\":\"9223372036854775807n\"}]\n\
         {\"columns\":[\"n\",\"nothing\",\"wide\"],\"rows\":[{\"n\":\"5\",\"nothing\":null,\
         \"wide\":\"9223372036854775807\"}],\"rowCount\":1,\"truncated\":false}\n"
    );
}

#[test]
fn activity_and_spans_are_those_of_the_sample() {
    let script = r#"
        import { activity, services, system, traces } from "@coral/sdk";
        for (const { serviceName, requestCount, errorCount, errorRate } of await activity.listServiceActivity()) {
          console.log(serviceName, requestCount, errorCount, errorRate);
        }
        console.log((await services.list()).map(({ name }) => name).join());
        console.log(await activity.getServiceActivity("nobody"), await activity.getServiceErrors("nobody"));
        console.log((await traces.findErrors("payments")).map(({ traceId }) => traceId).join());
        console.log((await traces.findSlow("users", 550_000_000)).map(({ traceId }) => traceId).join());
        const { cpuPercent, memoryPercent } = await system.getMetrics("payments");
        console.log(cpuPercent, memoryPercent);"#;
    assert_eq!(
        printed(script),
        "payments 5 2 0.4\norders 3 0 0\nusers 2 0 0\norders,payments,users\n\
         null { errorCount: 0, totalCount: 0, errorRate: 0 }\ntrace-005,trace-003\ntrace-010\n78.9 84.375\n"
    );
}

#[test]
fn the_skills_judge_the_sample() {
    let script = r#"
        import { skills } from "@coral/sdk";
        const slow = await skills.latencyReport();
        console.log(slow.status, slow.summary, slow.recommendations?.[0]);
        const failing = await skills.errorCorrelation();
        console.log(failing.status, failing.summary);
        const leaking = await skills.memoryLeakDetector();
        console.log(leaking.status, leaking.summary);"#;
    assert_eq!(
        printed(script),
        "critical 2 service(s) above threshold: payments, users Investigate payments: P99=650.0ms, error_rate=40.00%\n\
         warning Error spike in 1 service(s): payments\nwarning 1 service(s) may leak memory: host\n"
    );
}

#[test]
fn a_skill_keeps_its_progress_out_of_its_result() {
    let script = "import { latencyReport } from '@coral/sdk/skills/latency-report';
        console.log(JSON.stringify(await latencyReport({ service: 'orders' })));";
    let finished = run(script).expect_code(0);
    let result: serde_json::Value = serde_json::from_str(&finished.stdout).unwrap();
    assert_eq!(result["data"]["services"][0]["p99Ms"], 30);
    assert_eq!(finished.stderr, "orders: P99=30.0ms, error_rate=0.00%, healthy\n");
}
