//! What the functions may do: the roles of `template.yaml` against the contract.
//!
//! Invariant: a role has the actions its function uses and those its event source needs, each on named resources.

use std::collections::BTreeSet;

use lambdesk_cloud::config::Role;
use lambdesk_cloud::config::contract::{CONTRACTS, Source};
use lambdesk_cloud::store::table::Index;
use lambdesk_local::template::{Statement, Template};
use serde_json::Value;

use crate::contract_template::{function, nothing, properties, template};

/// What every function needs to be seen.
const WATCHED: &[&str] = &[
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
];

/// Actions that AWS allows on `*` only, with the reason.
const ON_EVERYTHING: &[(&str, &str)] = &[
    ("xray:PutTraceSegments", "X-Ray has no resources"),
    ("xray:PutTelemetryRecords", "X-Ray has no resources"),
];

/// What Lambda asks of a function's role to read its event source.
fn reading(source: Source) -> &'static [&'static str] {
    match source {
        Source::Queue { .. } => &[
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibility",
            "sqs:GetQueueAttributes",
        ],
        Source::OutboxStream => &[
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
            "sqs:SendMessage",
        ],
        Source::EveryMinute | Source::Http => &[],
    }
}

fn allowed(statement: &Statement) -> bool {
    statement.effect == "Allow"
}

/// Actions too few and too many.
pub fn actions(template: &Template) -> Vec<String> {
    let mut problems = Vec::new();
    for line in CONTRACTS {
        let function = function(template, line.role);
        let given: BTreeSet<&str> = function
            .statements
            .iter()
            .filter(|statement| allowed(statement))
            .flat_map(|statement| statement.actions.iter().map(String::as_str))
            .collect();
        let parts = [line.actions, reading(line.source), WATCHED];
        let wanted: BTreeSet<&str> = parts.into_iter().flatten().copied().collect();
        for action in wanted.difference(&given) {
            problems.push(format!(
                "{}: its role lacks {action}; add it in template.yaml",
                function.id
            ));
        }
        for action in given.difference(&wanted) {
            let advice =
                "remove it from template.yaml, or add it to the contract if the code uses it";
            problems.push(format!("{}: its role has {action}; {advice}", function.id));
        }
        for policy in &function.managed_policies {
            let advice = "write a statement with the actions it needs";
            problems.push(format!(
                "{}: its role has the policy {policy}; {advice}",
                function.id
            ));
        }
    }
    problems
}

#[test]
fn every_role_may_do_what_its_function_does_and_no_more() {
    nothing(actions(&template()));
}

/// Stars in actions and resources.
pub fn stars(template: &Template) -> Vec<String> {
    let mut problems = Vec::new();
    for function in template.functions.values() {
        for statement in function
            .statements
            .iter()
            .filter(|statement| allowed(statement))
        {
            let id = &function.id;
            for action in statement
                .actions
                .iter()
                .filter(|action| action.contains('*'))
            {
                problems.push(format!("{id}: {action} has a star; name each action"));
            }
            let everything = statement.resources.iter().any(|resource| resource == "*");
            let excused = |action: &str| ON_EVERYTHING.iter().any(|(known, _)| *known == action);
            for action in statement
                .actions
                .iter()
                .filter(|action| everything && !excused(action))
            {
                problems.push(format!("{id}: {action} is allowed on *; name the resource"));
            }
            if statement.resources.is_empty() {
                problems.push(format!("{id}: {:?} names no resource", statement.actions));
            }
        }
    }
    problems
}

#[test]
fn no_role_may_do_everything_or_reach_everything() {
    nothing(stars(&template()));
    for (action, reason) in ON_EVERYTHING {
        assert!(
            !reason.is_empty(),
            "{action}: say why it may reach everything"
        );
    }
}

#[test]
fn only_deliver_can_send_mail() {
    for function in template().functions.values() {
        for statement in function
            .statements
            .iter()
            .filter(|statement| allowed(statement))
        {
            let sends = statement
                .actions
                .iter()
                .any(|action| action.starts_with("ses:"));
            if !sends {
                continue;
            }
            assert_eq!(
                function.handler, "deliver",
                "{}: only deliver may send; remove it",
                function.id
            );
            let sender = statement
                .condition
                .as_ref()
                .map(|condition| &condition["StringLike"]["ses:FromAddress"]);
            assert!(
                sender.is_some_and(|sender| !sender.is_null()),
                "limit the sender by ses:FromAddress"
            );
        }
    }
}

/// Every text in a tree.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(members) => members.values().flat_map(texts).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

#[test]
fn indexes_that_roles_may_read_exist() {
    let known: BTreeSet<_> = Index::ALL.iter().map(|index| index.name()).collect();
    for function in template().functions.values() {
        for resource in function
            .statements
            .iter()
            .flat_map(|statement| &statement.resources)
        {
            for index in texts(resource)
                .iter()
                .filter_map(|text| text.split_once("/index/"))
            {
                let named = index.1;
                assert!(
                    known.contains(named),
                    "{}: there is no index {named}; known are {known:?}",
                    function.id
                );
            }
        }
    }
}

#[test]
fn every_function_has_a_role_of_its_own_that_only_lambda_takes() {
    let template = template();
    let mut roles = BTreeSet::new();
    for role in Role::ALL {
        let id = &function(&template, role).id;
        let role = Template::named(&properties(&template, id)["Role"])
            .unwrap_or_else(|| panic!("{id}: give it a Role of its own"));
        assert!(
            roles.insert(role.to_owned()),
            "{id}: shares {role} with another function"
        );
        let trusts = &properties(&template, role)["AssumeRolePolicyDocument"]["Statement"];
        let services: Vec<_> = trusts
            .as_array()
            .unwrap()
            .iter()
            .map(|s| &s["Principal"]["Service"])
            .collect();
        assert_eq!(
            services,
            ["lambda.amazonaws.com"],
            "{role}: only Lambda may take it"
        );
    }
}
