//! Functions as the template declares them. Invariant: the environment holds final text only, so a host can
//! hand it to a process unchanged.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Map, Value};

use super::error::TemplateError;
use super::node::Node;
use super::sources::Source;
use super::statements::Statement;

/// One function.
#[derive(Debug, Clone)]
pub struct Function {
    /// Logical id in the template.
    pub id: String,
    /// Physical name, `AWS_LAMBDA_FUNCTION_NAME`.
    pub name: String,
    /// ARN under that name.
    pub arn: String,
    /// `Handler`, which this project uses as the role.
    pub handler: String,
    /// Time one invocation may take.
    pub timeout: Duration,
    /// Memory in MiB.
    pub memory_mib: u32,
    /// `Runtime`, such as `provided.al2023`; empty when the template has none.
    pub runtime: String,
    /// Processor architectures; AWS's default is `x86_64`.
    pub architectures: Vec<String>,
    /// Environment variables with every intrinsic and secret replaced.
    pub environment: BTreeMap<String, String>,
    /// Concurrency set aside for it, when set.
    pub reserved_concurrency: Option<u32>,
    /// What invokes it, apart from HTTP.
    pub sources: Vec<Source>,
    /// What its role allows.
    pub statements: Vec<Statement>,
    /// Managed policies and SAM policy templates, by name: rights that carry no statement to read.
    pub managed_policies: Vec<String>,
}

/// Reads a function's own properties; sources and statements are added by their readers.
pub(crate) fn read(id: &str, node: &Node<'_>) -> Result<Function, TemplateError> {
    let thing = node.scope.things.get(id);
    let architectures = match node.value("Architectures")? {
        Some(Value::Array(items)) => items.iter().filter_map(super::parameters::scalar).collect(),
        Some(_) => return Err(node.wrong("Architectures", "is not a list", "write [arm64]")),
        None => vec!["x86_64".to_owned()],
    };
    Ok(Function {
        id: id.to_owned(),
        name: thing.map(|thing| thing.name.clone()).unwrap_or_default(),
        arn: thing.map(|thing| thing.arn.clone()).unwrap_or_default(),
        handler: node.required("Handler")?,
        timeout: node
            .seconds("Timeout", 1..=900)?
            .unwrap_or(Duration::from_secs(3)),
        memory_mib: node.within("MemorySize", 128..=10_240)?.unwrap_or(128),
        runtime: node.text("Runtime")?.unwrap_or_default(),
        architectures,
        environment: environment(node)?,
        reserved_concurrency: node.within("ReservedConcurrentExecutions", 0..=100_000)?,
        sources: Vec::new(),
        statements: Vec::new(),
        managed_policies: Vec::new(),
    })
}

fn environment(node: &Node<'_>) -> Result<BTreeMap<String, String>, TemplateError> {
    let Some(environment) = node.child("Environment") else {
        return Ok(BTreeMap::new());
    };
    let Some(variables) = environment.child("Variables") else {
        return Ok(BTreeMap::new());
    };
    let mut values = BTreeMap::new();
    for (name, _) in environment.entries("Variables")? {
        let text = variables.required(name)?;
        let text = node.scope.reveal(&text).map_err(|problem| {
            problem.at(
                node.resource,
                format!("Properties.Environment.Variables.{name}"),
            )
        })?;
        values.insert(name.to_owned(), text);
    }
    Ok(values)
}

/// A function's properties with the `Globals` section under them, as SAM merges them: maps are merged, lists
/// are joined, anything else of the function wins.
pub(crate) fn with_globals(properties: &Value, globals: &Value) -> Value {
    match (globals, properties) {
        (Value::Object(below), Value::Object(above)) => {
            let mut merged: Map<String, Value> = below.clone();
            for (key, value) in above {
                let value = match below.get(key) {
                    Some(base) => with_globals(value, base),
                    None => value.clone(),
                };
                merged.insert(key.clone(), value);
            }
            Value::Object(merged)
        }
        (Value::Array(below), Value::Array(above)) => {
            Value::Array(below.iter().chain(above).cloned().collect())
        }
        (below, Value::Null) => below.clone(),
        (_, above) => above.clone(),
    }
}
