//! `coral:host`: the contract's functions as a JavaScript module, for the platform and the SDK. Its TypeScript side is
//! guest-sdk/platform/host.d.ts.

use javy_plugin_api::javy::quickjs::module::{Declarations, Exports, ModuleDef};
use javy_plugin_api::javy::quickjs::prelude::Func;
use javy_plugin_api::javy::quickjs::promise::PromiseState;
use javy_plugin_api::javy::quickjs::{
    Array, Ctx, Error, FromJs, Function, Object, Persistent, Promise, Result, TypedArray, Value,
};

use crate::bindings::coral::script::telemetry::{
    ActivityQuery, ErrorRateQuery, Parameter, PercentileQuery, Question, SqlQuery, TracesQuery,
};
use crate::bindings::coral::script::{clock, console, context, events, random};
use crate::text::Text;
use crate::{exit_code, failure, host_error, iterator_state, own_modules, platform, proxy, requests, timers};

const NANOSECONDS_A_MILLISECOND: f64 = 1e6;
const WASM_PAGE_BYTES: usize = 64 * 1024;

/// The module's definition, for rquickjs.
pub struct HostModule;

impl ModuleDef for HostModule {
    fn declare(module: &Declarations<'_>) -> Result<()> {
        for name in NAMES {
            module.declare(*name)?;
        }
        Ok(())
    }

    fn evaluate<'js>(_ctx: &Ctx<'js>, module: &Exports<'js>) -> Result<()> {
        module.export("sql", Func::from(sql))?;
        module.export("percentile", Func::from(percentile))?;
        module.export("errorRate", Func::from(error_rate))?;
        module.export("traces", Func::from(traces))?;
        module.export("cpu", Func::from(|ctx| requests::ask(&ctx, &Question::Cpu)))?;
        module.export("memory", Func::from(|ctx| requests::ask(&ctx, &Question::Memory)))?;
        module.export("systemMetrics", Func::from(system_metrics))?;
        module.export("services", Func::from(|ctx| requests::ask(&ctx, &Question::Services)))?;
        module.export("serviceActivity", Func::from(service_activity))?;
        module.export("intl", Func::from(own_modules::load_intl))?;
        module.export("emit", Func::from(emit))?;
        module.export("checkEventSize", Func::from(check_event_size))?;
        module.export("print", Func::from(print))?;
        module.export("startTimer", Func::from(start_timer))?;
        module.export("stopTimer", Func::from(timers::stop))?;
        module.export("awaitTimer", Func::from(timers::set_awaited))?;
        module.export("wallClockMs", Func::from(|| clock::wall() as f64 / NANOSECONDS_A_MILLISECOND))?;
        module.export("monotonicClockMs", Func::from(|| clock::monotonic() as f64 / NANOSECONDS_A_MILLISECOND))?;
        module.export("randomBytes", Func::from(random_bytes))?;
        module.export("context", Func::from(run_context))?;
        module.export("exit", Func::from(context::exit))?;
        module.export("setExitCode", Func::from(exit_code::set))?;
        module.export("listen", Func::from(platform::listen))?;
        module.export("fail", Func::from(failure::raise))?;
        module.export("memoryBytes", Func::from(|| core::arch::wasm32::memory_size(0) * WASM_PAGE_BYTES))?;
        module.export("proxyTarget", Func::from(proxy::target))?;
        module.export("promiseState", Func::from(promise_state))?;
        module.export("iteratorState", Func::from(iterator_state::of))?;
        Ok(())
    }
}

const NAMES: &[&str] = &[
    "sql",
    "percentile",
    "errorRate",
    "traces",
    "cpu",
    "memory",
    "systemMetrics",
    "services",
    "serviceActivity",
    "intl",
    "emit",
    "checkEventSize",
    "print",
    "startTimer",
    "stopTimer",
    "awaitTimer",
    "wallClockMs",
    "monotonicClockMs",
    "randomBytes",
    "context",
    "exit",
    "setExitCode",
    "listen",
    "fail",
    "memoryBytes",
    "proxyTarget",
    "promiseState",
    "iteratorState",
];

fn sql<'js>(ctx: Ctx<'js>, text: Text<'js>, values: Vec<Value<'js>>, limit: Option<f64>) -> Result<Promise<'js>> {
    let values = values.into_iter().enumerate();
    let parameters = values.map(|(index, value)| parameter(&ctx, index, value)).collect::<Result<_>>()?;
    let limit = limit.map(|limit| limit as u32);
    requests::ask(&ctx, &Question::Sql(SqlQuery { text: text.to_owned(), parameters, limit }))
}

fn parameter<'js>(ctx: &Ctx<'js>, index: usize, value: Value<'js>) -> Result<Parameter> {
    if value.is_null() || value.is_undefined() {
        Ok(Parameter::Null)
    } else if let Some(boolean) = value.as_bool() {
        Ok(Parameter::Boolean(boolean))
    } else if let Some(number) = value.as_number() {
        let whole = number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_991.0;
        Ok(if whole { Parameter::Int64(number as i64) } else { Parameter::Double(number) })
    } else if value.is_string() {
        Ok(Parameter::Text(Text::from_js(ctx, value)?.to_owned()))
    } else if let Some(big) = value.clone().into_big_int() {
        let number = big.clone().to_i64()?;
        // `to_i64` wraps: only what comes back whole was in range.
        if value.get::<javy_plugin_api::javy::quickjs::Coerced<String>>()?.0 == number.to_string() {
            return Ok(Parameter::Int64(number));
        }
        Err(host_error::throw_invalid_argument(
            ctx,
            &format!("parameter {} is a bigint outside of 64 bits: pass it as a text", index + 1),
        ))
    } else {
        Err(host_error::throw_invalid_argument(
            ctx,
            &format!(
                "parameter {} is {} {}: pass null, a boolean, a number, a bigint or a string",
                index + 1,
                if value.is_array() || value.is_object() { "an" } else { "a" },
                value.type_name()
            ),
        ))
    }
}

fn percentile<'js>(
    ctx: Ctx<'js>,
    service: Text<'js>,
    metric: Text<'js>,
    percentile: f64,
    window_ns: f64,
) -> Result<Promise<'js>> {
    let (service, metric) = (service.to_owned(), metric.to_owned());
    let query = PercentileQuery { service, metric, percentile, window: window_ns as u64 };
    requests::ask(&ctx, &Question::Percentile(query))
}

fn error_rate<'js>(ctx: Ctx<'js>, service: Text<'js>, window_ns: f64) -> Result<Promise<'js>> {
    let query = ErrorRateQuery { service: service.to_owned(), window: window_ns as u64 };
    requests::ask(&ctx, &Question::ErrorRate(query))
}

fn traces<'js>(ctx: Ctx<'js>, query: Object<'js>) -> Result<Promise<'js>> {
    let query = TracesQuery {
        service: query.get::<_, Text<'_>>("service")?.to_owned(),
        min_duration: query.get::<_, f64>("minDurationNs")? as u64,
        window: query.get::<_, Option<f64>>("windowNs")?.map(|window| window as u64),
        errors_only: query.get("errorsOnly")?,
        slowest_first: query.get("slowestFirst")?,
        limit: query.get::<_, f64>("limit")? as u32,
    };
    requests::ask(&ctx, &Question::Traces(query))
}

fn service_activity<'js>(ctx: Ctx<'js>, service: Option<Text<'js>>, window_ns: f64) -> Result<Promise<'js>> {
    let query = ActivityQuery { service: service.map(|service| service.to_owned()), window: window_ns as u64 };
    requests::ask(&ctx, &Question::ServiceActivity(query))
}

fn system_metrics<'js>(ctx: Ctx<'js>, names: Vec<Text<'js>>) -> Result<Promise<'js>> {
    let names = names.iter().map(|name| name.to_string()).collect();
    requests::ask(&ctx, &Question::SystemMetrics(names))
}

fn emit<'js>(ctx: Ctx<'js>, name: Text<'js>, data: Text<'js>, severity: Text<'js>) -> Result<()> {
    let severity = match &*severity {
        "info" => events::Severity::Info,
        "warning" => events::Severity::Warning,
        "error" => events::Severity::Error,
        "critical" => events::Severity::Critical,
        other => {
            let text = format!("\"{other}\" is no severity: use info, warning, error or critical");
            return Err(host_error::throw_invalid_argument(&ctx, &text));
        }
    };
    events::emit(&name, &data, severity).map_err(|error| host_error::throw(&ctx, error))
}

fn check_event_size(ctx: Ctx<'_>, bytes: f64) -> Result<()> {
    context::charge(context::EngineBudget::EventBytes, bytes as u64).map_err(|error| host_error::throw(&ctx, error))
}

fn print<'js>(ctx: Ctx<'js>, level: Text<'js>, text: Text<'js>) -> Result<()> {
    let level = match &*level {
        "debug" => console::Level::Debug,
        "info" => console::Level::Info,
        "warn" => console::Level::Warn,
        "error" => console::Level::Error,
        _ => console::Level::Log,
    };
    let written = console::write(level, &text);
    written.map_err(|error| host_error::throw_as_sdk(&ctx, "Failed to write to the console: ", error))
}

fn start_timer<'js>(ctx: Ctx<'js>, callback: Function<'js>, delay_ms: f64, repeat: bool) -> Result<u32> {
    // A cast of NaN or of a negative number is 0.
    let delay = (delay_ms * NANOSECONDS_A_MILLISECOND) as u64;
    let started = timers::start(Persistent::save(&ctx, callback), clock::monotonic(), delay, repeat);
    started.map_err(|error| host_error::throw_as_sdk(&ctx, "Failed to start a timer: ", error))
}

fn random_bytes(ctx: Ctx<'_>, count: u32) -> Result<TypedArray<'_, u8>> {
    TypedArray::new(ctx, random::bytes(count))
}

fn run_context(ctx: Ctx<'_>) -> Result<Object<'_>> {
    let run = context::get();
    let parameters = Array::new(ctx.clone())?;
    for (index, (name, value)) in run.parameters.into_iter().enumerate() {
        let pair = Array::new(ctx.clone())?;
        pair.set(0, name)?;
        pair.set(1, value)?;
        parameters.set(index, pair)?;
    }
    let object = Object::new(ctx.clone())?;
    object.set("script", run.script)?;
    object.set("runId", run.run_id)?;
    object.set("parameters", parameters)?;
    let services = match run.scope {
        context::Scope::Global => None,
        context::Scope::Service(name) => Some(vec![name]),
        context::Scope::Services(names) => Some(names),
    };
    object.set("services", services)?;
    Ok(object)
}

fn promise_state<'js>(ctx: Ctx<'js>, promise: Promise<'js>) -> Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    match promise.state() {
        PromiseState::Pending => object.set("state", "pending")?,
        PromiseState::Resolved => {
            object.set("state", "fulfilled")?;
            object.set("value", promise.result::<Value<'js>>().transpose()?)?;
        }
        PromiseState::Rejected => {
            object.set("state", "rejected")?;
            let reason = match promise.result::<Value<'js>>() {
                Some(Err(Error::Exception)) => ctx.catch(),
                _ => Value::new_undefined(ctx.clone()),
            };
            object.set("value", reason)?;
        }
    }
    Ok(object)
}
