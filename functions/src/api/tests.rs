//! Tests of the description: complete, true and checked in.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::*;

fn document() -> Value {
    serde_json::to_value(openapi()).unwrap()
}

fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            found.push((method.to_uppercase(), path.clone(), operation.clone()));
        }
    }
    found
}

#[test]
fn every_operation_says_what_it_does_who_may_call_it_and_how_it_refuses() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    for (method, path, operation) in operations(&document) {
        let place = format!("{method} {path}");
        assert!(
            operation["summary"].as_str().is_some_and(|s| !s.is_empty()),
            "{place} has no summary"
        );
        assert!(
            operation["operationId"]
                .as_str()
                .is_some_and(|s| s.contains('_')),
            "{place} has no operation id"
        );
        assert!(
            operation["security"].is_array(),
            "{place} does not say whether it needs a login"
        );
        assert_eq!(
            operation["responses"]["default"]["$ref"], "#/components/responses/Problem",
            "{place}"
        );
        let open = operation["x-lambdesk-access"] == "open";
        assert_eq!(
            operation["security"].as_array().unwrap().is_empty(),
            open,
            "{place}"
        );
        assert!(open || operation["responses"]["401"].is_object(), "{place}");
        assert!(
            !path.contains('{') || operation["responses"]["404"].is_object(),
            "{place}"
        );
    }
}

#[test]
fn operation_ids_are_unique() {
    let routes = routes();
    let ids: BTreeSet<_> = routes.iter().map(|r| r.operation.clone()).collect();
    assert_eq!(ids.len(), routes.len());
}

#[test]
fn only_signing_in_health_and_documentation_are_open() {
    let open: BTreeSet<_> = routes()
        .into_iter()
        .filter(|r| r.access == "open")
        .map(|r| r.operation)
        .collect();
    let expected = [
        "docs_read",
        "health_read",
        "link_create",
        "openapi_read",
        "session_create",
        "sign_in_page",
    ];
    assert_eq!(open, expected.map(str::to_owned).into());
}

#[test]
fn every_guarded_route_names_a_known_action() {
    for route in routes() {
        let plain = matches!(route.access.as_str(), "open" | "signed_in");
        assert_eq!(route.action().is_none(), plain, "{route:?}");
    }
}

#[test]
fn every_reference_in_the_document_leads_somewhere() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(to)) = map.get("$ref") {
                    found.insert(to.clone());
                }
                map.values().for_each(|v| references(v, found));
            }
            Value::Array(list) => list.iter().for_each(|v| references(v, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 20, "{found:?}");
    for to in found {
        assert!(
            document.pointer(to.trim_start_matches('#')).is_some(),
            "{to} leads nowhere"
        );
    }
}

/// Run with `UPDATE_OPENAPI=1` to write the document after a change of the API.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a test is told by the environment to rewrite its expectation"
)]
fn checked_in_document_is_the_one_the_code_describes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let text = document_text();
    if std::env::var("UPDATE_OPENAPI").is_ok() {
        std::fs::write(&path, &text).unwrap();
    }
    let checked_in = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        checked_in == text,
        "functions/openapi.json is out of date; run the tests with UPDATE_OPENAPI=1"
    );
}
