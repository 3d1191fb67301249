//! What each function's role allows, for tests that hold code and template together. Invariant: nothing is
//! resolved, so a test sees which resource a statement means and not what it is called here.

use serde_json::Value;

use super::conditions::single;
use super::names::logical_id;

/// One IAM statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// `Allow` or `Deny`.
    pub effect: String,
    /// Actions, such as `dynamodb:GetItem`.
    pub actions: Vec<String>,
    /// Resources as written, intrinsics in their long form.
    pub resources: Vec<Value>,
    /// Condition block as written.
    pub condition: Option<Value>,
}

/// What grants a function its rights.
#[derive(Debug, Default)]
pub(crate) struct Grants {
    pub(crate) statements: Vec<Statement>,
    /// Managed policies and SAM policy templates, which carry no statement to read.
    pub(crate) named: Vec<String>,
}

/// Collects from a SAM function's `Policies`, whatever form it takes.
pub(crate) fn of_function(properties: &Value, grants: &mut Grants) {
    for policy in list(properties.get("Policies")) {
        match policy {
            Value::String(name) => grants.named.push(name.clone()),
            Value::Object(_) if policy.get("Statement").is_some() => of_document(policy, grants),
            Value::Object(_) => {
                grants
                    .named
                    .extend(single(policy).map(|(name, _)| name.to_owned()));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => {}
        }
    }
}

/// Collects from a role resource.
pub(crate) fn of_role(properties: &Value, grants: &mut Grants) {
    for policy in list(properties.get("Policies")) {
        of_document(policy.get("PolicyDocument").unwrap_or(&Value::Null), grants);
    }
    for managed in list(properties.get("ManagedPolicyArns")) {
        grants.named.push(
            managed
                .as_str()
                .map_or_else(|| managed.to_string(), str::to_owned),
        );
    }
}

/// Collects from a policy resource when it is attached to a role.
pub(crate) fn of_policy(properties: &Value, role: &str, grants: &mut Grants) {
    let attached = list(properties.get("Roles"))
        .into_iter()
        .chain(properties.get("RoleName"));
    if attached
        .into_iter()
        .any(|attached| logical_id(attached) == Some(role))
    {
        of_document(
            properties.get("PolicyDocument").unwrap_or(&Value::Null),
            grants,
        );
    }
}

fn of_document(document: &Value, grants: &mut Grants) {
    for statement in list(document.get("Statement")) {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        grants.statements.push(Statement {
            effect: statement.get("Effect").and_then(text).unwrap_or_default(),
            actions: list(statement.get("Action"))
                .into_iter()
                .filter_map(text)
                .collect(),
            resources: list(statement.get("Resource"))
                .into_iter()
                .cloned()
                .collect(),
            condition: statement.get("Condition").cloned(),
        });
    }
}

/// IAM takes one value or a list everywhere.
fn list(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None => Vec::new(),
        Some(Value::Array(items)) => items.iter().collect(),
        Some(one) => vec![one],
    }
}
