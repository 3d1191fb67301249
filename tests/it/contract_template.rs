//! `template.yaml` against the code: functions, settings, times, event sources, logs.
//!
//! Invariant: a function is deployed exactly as its contract in `shared/cloud/src/config/contract.rs` says, and every
//! failure names the line to change.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use lambdesk_cloud::config::contract::{CONTRACTS, Source as Wanted};
use lambdesk_cloud::config::{Contract, Role, contract};
use lambdesk_cloud::store::OUTBOX_PREFIX;
use lambdesk_local::environment::TEMPLATE;
use lambdesk_local::template::{Function, Parameters, Source, Template, parse};
use serde_json::{Value, json};

/// The template as somebody would deploy it who fills in what has no default.
pub fn template() -> Template {
    read(TEMPLATE)
}

/// The same of another text.
pub fn read(text: &str) -> Template {
    let parameters = Parameters::default()
        .with("OwnerEmail", "owner@demo.test")
        .with("SupportAddress", "support@demo.test")
        .with("ReplyDomain", "in.demo.test")
        .with("SystemSender", "no-reply@demo.test")
        .with_secret("SigningSecret", "0123456789abcdef0123456789abcdef");
    parse(text, parameters).unwrap()
}

/// Fails with everything that was found at once.
#[track_caller]
pub fn nothing(problems: Vec<String>) {
    let count = problems.len();
    assert!(
        problems.is_empty(),
        "{count} to mend:\n  {}",
        problems.join("\n  ")
    );
}

/// The function of a role.
pub fn function(template: &Template, role: Role) -> &Function {
    let advice = "add a function with this Handler to template.yaml, or remove the role";
    template
        .function_for(role.word())
        .unwrap_or_else(|| panic!("{role} is not deployed: {advice}"))
}

/// The properties of a resource.
pub fn properties<'a>(template: &'a Template, id: &str) -> &'a Value {
    let resource = template.resources().get(id);
    resource
        .and_then(|resource| resource.get("Properties"))
        .unwrap_or(&Value::Null)
}

#[test]
fn every_role_is_a_function_and_every_function_a_role() {
    let template = template();
    let deployed: BTreeMap<_, _> = template
        .functions
        .values()
        .map(|f| (f.handler.as_str(), f.id.as_str()))
        .collect();
    let wanted: Vec<_> = Role::ALL.iter().map(|role| role.word()).collect();
    for role in Role::ALL {
        let mut id = format!("{role}Function");
        id[..1].make_ascii_uppercase();
        assert_eq!(
            deployed.get(role.word()),
            Some(&id.as_str()),
            "template.yaml must have the resource {id} with `Handler: {role}`"
        );
    }
    assert_eq!(
        deployed.keys().copied().collect::<BTreeSet<_>>(),
        wanted.into_iter().collect(),
        "a function without a role cannot start; remove it from template.yaml or add the role in config"
    );
    assert_eq!(
        template.functions.len(),
        Role::ALL.len(),
        "two functions share a Handler"
    );
    let contracts: Vec<_> = CONTRACTS.iter().map(|line| line.role).collect();
    assert_eq!(
        contracts,
        Role::ALL,
        "contract.rs needs one line per role, in the order of Role::ALL"
    );
}

/// What is wrong with runtimes, processors and logs.
pub fn runtimes(template: &Template) -> Vec<String> {
    let mut problems = Vec::new();
    for function in template.functions.values() {
        let id = &function.id;
        if function.runtime != "provided.al2023" {
            problems.push(format!("{id}: set Runtime to provided.al2023"));
        }
        if function.architectures != ["arm64"] {
            problems.push(format!(
                "{id}: Architectures must be [arm64] unless the parameter says otherwise"
            ));
        }
        let logging = &properties(template, id)["LoggingConfig"];
        if logging["LogFormat"] != "JSON" {
            problems.push(format!("{id}: set LoggingConfig.LogFormat to JSON"));
        }
        let group = Template::named(&logging["LogGroup"]).unwrap_or_default();
        let group = properties(template, group);
        if group["RetentionInDays"].is_null() {
            problems.push(format!(
                "{id}: LoggingConfig.LogGroup must be a log group with RetentionInDays"
            ));
        }
        let name = template.resolve(&group["LogGroupName"]).unwrap();
        if name != format!("/aws/lambda/{}", function.name) {
            problems.push(format!(
                "{id}: its log group must be /aws/lambda/ and the function's name, not {name}"
            ));
        }
    }
    problems
}

#[test]
fn every_function_runs_on_arm_and_writes_json_into_a_log_that_ends() {
    nothing(runtimes(&template()));
}

/// What is wrong with environments.
pub fn settings(template: &Template) -> Vec<String> {
    let mut problems = Vec::new();
    for role in Role::ALL {
        let function = function(template, role);
        let given: BTreeSet<_> = function.environment.keys().map(String::as_str).collect();
        let read: BTreeSet<_> = contract(role).env.iter().copied().collect();
        for name in read.difference(&given) {
            problems.push(format!(
                "{}: {role} reads {name}; set it in template.yaml",
                function.id
            ));
        }
        for name in given.difference(&read) {
            problems.push(format!(
                "{}: {role} does not read {name}; remove it from template.yaml",
                function.id
            ));
        }
        for (name, value) in function
            .environment
            .iter()
            .filter(|(_, value)| value.is_empty())
        {
            problems.push(format!(
                "{}: {name} is {value:?}; give it a value",
                function.id
            ));
        }
    }
    problems
}

#[test]
fn every_function_has_the_settings_its_role_reads_and_no_others() {
    nothing(settings(&template()));
}

/// What is wrong with timeouts.
pub fn times(template: &Template) -> Vec<String> {
    let mut problems = Vec::new();
    for Contract {
        role,
        timeout_seconds,
        ..
    } in CONTRACTS
    {
        let function = function(template, *role);
        if function.timeout != Duration::from_secs((*timeout_seconds).into()) {
            let has = function.timeout.as_secs();
            problems.push(format!(
                "{}: Timeout is {has}, the contract says {timeout_seconds}; change one of them",
                function.id
            ));
        }
    }
    problems
}

#[test]
fn every_function_has_the_time_its_contract_gives() {
    nothing(times(&template()));
}

/// What is wrong with event sources.
pub fn sources(template: &Template) -> Vec<String> {
    let mut problems = Vec::new();
    for line in CONTRACTS {
        let function = function(template, line.role);
        let routed = template
            .routes
            .iter()
            .any(|route| route.function == function.id);
        let fits = match (&line.source, function.sources.as_slice(), routed) {
            (Wanted::Queue { queue, batch }, [Source::Queue(source)], false) => {
                source.queue == *queue && source.batch_size == *batch && source.enabled
            }
            (Wanted::OutboxStream, [Source::Stream(source)], false) => {
                source.table == "Table" && source.enabled
            }
            (Wanted::EveryMinute, [Source::Schedule(source)], false) => {
                source.every == Duration::from_secs(60) && source.enabled
            }
            (Wanted::Http, [], true) => true,
            _ => false,
        };
        if !fits {
            problems.push(format!(
                "{}: the contract says {:?}, template.yaml says {:?}{}; change one of them",
                function.id,
                line.source,
                function.sources,
                if routed { " and HTTP" } else { "" }
            ));
        }
    }
    problems
}

#[test]
fn every_function_is_started_by_what_its_contract_says() {
    nothing(sources(&template()));
}

/// Sources that would repeat a whole batch for one record.
pub fn whole_batches(template: &Template) -> Vec<String> {
    let mut problems = Vec::new();
    for function in template.functions.values() {
        for source in &function.sources {
            let (name, partial) = match source {
                Source::Queue(source) => (&source.name, source.partial),
                Source::Stream(source) => (&source.name, source.partial),
                Source::Schedule(_) => continue,
            };
            if !partial {
                let place = format!("{}.Events.{name}", function.id);
                let advice = "add `FunctionResponseTypes: [ReportBatchItemFailures]`";
                problems.push(format!("{place}: {advice}"));
            }
        }
    }
    problems
}

#[test]
fn a_part_of_a_batch_can_fail_alone() {
    nothing(whole_batches(&template()));
}

#[test]
fn relay_hears_of_new_outbox_entries_only_and_gives_up_visibly() {
    let template = template();
    let relay = function(&template, Role::Relay);
    let [Source::Stream(stream)] = relay.sources.as_slice() else {
        panic!("{:?}", relay.sources)
    };
    let filter = json!({
        "eventName": ["INSERT"],
        "dynamodb": { "Keys": { "SK": { "S": [{ "prefix": OUTBOX_PREFIX }] } } },
    });
    assert_eq!(
        stream.filters,
        [filter],
        "RelayFunction.Events: the filter must let exactly these through"
    );
    assert_eq!(
        stream.starting_position, "TRIM_HORIZON",
        "with LATEST a new mapping misses what came before it"
    );
    assert!(
        stream.bisect,
        "set BisectBatchOnFunctionError, or one bad record holds up its whole batch"
    );
    let bounded = stream.retry_attempts.is_some() && stream.max_record_age.is_some();
    assert!(
        bounded,
        "set MaximumRetryAttempts and MaximumRecordAgeInSeconds, or a bad record blocks the outbox for a day"
    );
    assert_eq!(
        stream.on_failure.as_deref(),
        Some("StreamDeadLetters"),
        "set DestinationConfig.OnFailure to StreamDeadLetters, or what is given up vanishes"
    );
}

#[test]
fn the_minute_is_not_repeated() {
    let template = template();
    let sweep = function(&template, Role::Sweep);
    let own = &properties(&template, &sweep.id)["EventInvokeConfig"]["MaximumRetryAttempts"];
    assert_eq!(
        own, 0,
        "SweepFunction: set EventInvokeConfig.MaximumRetryAttempts to 0"
    );
    let schedules: Vec<_> = template.of_type("AWS::Scheduler::Schedule").collect();
    for (id, schedule) in schedules {
        let retries = &schedule["Target"]["RetryPolicy"]["MaximumRetryAttempts"];
        assert_eq!(
            retries, 0,
            "{id}: set Target.RetryPolicy.MaximumRetryAttempts to 0; the next minute finds the same work"
        );
    }
}

/// Functions whose errors nobody hears of.
pub fn error_alarms(template: &Template) -> Vec<String> {
    let mut problems = Vec::new();
    for function in template.functions.values() {
        let watched = template
            .of_type("AWS::CloudWatch::Alarm")
            .any(|(_, alarm)| {
                alarm["Namespace"] == "AWS/Lambda"
                    && alarm["MetricName"] == "Errors"
                    && Template::named(&alarm["Dimensions"][0]["Value"]) == Some(&function.id)
                    && alarm["AlarmActions"]
                        .as_array()
                        .is_some_and(|actions| !actions.is_empty())
            });
        if !watched {
            problems.push(format!(
                "{}: add an alarm on its Errors with AlarmActions",
                function.id
            ));
        }
    }
    problems
}

#[test]
fn errors_of_every_function_raise_an_alarm() {
    nothing(error_alarms(&template()));
}
