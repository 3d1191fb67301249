//! The description of the API, as a program that is written from it reads it.
//!
//! Invariant: `functions/openapi.json` is what a running deployment serves; that it is what the code describes is tested
//! beside the code.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::contract_template::nothing;
use crate::desk::{Desk, root};

fn checked_in() -> Value {
    let text = std::fs::read_to_string(root().join("functions/openapi.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Method, path and description of every operation.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter();
        methods.map(move |(method, operation)| {
            (format!("{} {path}", method.to_uppercase()), operation)
        })
    });
    all.collect()
}

/// What a reference leads to, or the value itself.
fn followed<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(to) => document.pointer(to.trim_start_matches('#')).unwrap(),
        None => value,
    }
}

/// Whether an answer says of what type it is.
fn described(content: &Value) -> bool {
    let kinds = content.as_object();
    kinds.is_some_and(|kinds| !kinds.is_empty() && kinds.values().all(Value::is_object))
}

/// Its answer is the report of what is wrong, whatever the status.
const HEALTH: &str = "GET /health";

#[tokio::test]
async fn a_deployment_serves_the_description_that_is_checked_in() {
    let desk = Desk::start().await;
    let mut served = desk.get("/openapi.json").await;
    let mut checked_in = checked_in();
    // Where the API is differs from deployment to deployment.
    for document in [&mut served, &mut checked_in] {
        document.as_object_mut().unwrap().remove("servers");
    }
    assert!(
        served == checked_in,
        "functions/openapi.json is not what is served; run `make openapi`"
    );
}

#[test]
fn every_operation_can_be_written_a_client_for() {
    let document = checked_in();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut problems = Vec::new();
    let mut ids = BTreeSet::new();
    let operations = operations(&document);
    assert!(operations.len() > 30, "{}", operations.len());
    for (place, operation) in operations {
        for text in ["summary", "operationId"] {
            if operation[text].as_str().is_none_or(str::is_empty) {
                problems.push(format!("{place}: add a {text}"));
            }
        }
        if !ids.insert(operation["operationId"].to_string()) {
            problems.push(format!("{place}: its operationId is taken; choose another"));
        }
        if operation["security"].is_null() {
            problems.push(format!("{place}: say what security it asks for"));
        }
        let responses = operation["responses"].as_object().unwrap();
        if !responses
            .keys()
            .any(|status| status.starts_with(['2', '3']))
        {
            problems.push(format!("{place}: describe its success"));
        }
        for (status, response) in responses {
            let content = &followed(&document, response)["content"];
            let refusal = status.starts_with(['4', '5']) || status == "default";
            if refusal && content["application/problem+json"].is_null() && place != HEALTH {
                problems.push(format!(
                    "{place}: its answer {status} must be application/problem+json"
                ));
            }
            if status.starts_with('2') && status != "204" && !described(content) {
                problems.push(format!("{place}: say what its answer {status} holds"));
            }
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let parameter = followed(&document, parameter);
            if parameter["schema"].is_null() {
                problems.push(format!(
                    "{place}: give the parameter {} a schema",
                    parameter["name"]
                ));
            }
        }
    }
    nothing(problems);
}
