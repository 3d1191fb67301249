//! Reads `template.yaml` into facts the local stack runs by, so that it cannot drift from what is deployed.
//! Invariant: what this module cannot honour it refuses by name; it never skips a property that changes how
//! functions are driven.

mod conditions;
mod error;
mod functions;
mod names;
mod node;
mod parameters;
mod read;
#[cfg(test)]
mod refusals_tests;
mod resolve;
mod routes;
mod sources;
mod specs;
mod statements;
mod stores;
#[cfg(test)]
mod tests;
mod yaml;

use std::collections::BTreeMap;

use serde_json::Value;

pub use error::TemplateError;
pub use functions::Function;
pub use parameters::Parameters;
pub(crate) use parameters::scalar;
pub use routes::Route;
pub use sources::{QueueSource, ScheduleSource, Source, StreamSource};
pub use statements::Statement;
pub use stores::{Bucket, Index, Key, Notification, Queue, Table};

/// A template with every branch decided and every name given.
#[derive(Debug, Clone)]
pub struct Template {
    /// Functions by logical id.
    pub functions: BTreeMap<String, Function>,
    /// Queues by logical id, dead-letter queues among them.
    pub queues: BTreeMap<String, Queue>,
    /// Tables by logical id.
    pub tables: BTreeMap<String, Table>,
    /// Buckets by logical id.
    pub buckets: BTreeMap<String, Bucket>,
    /// HTTP routes.
    pub routes: Vec<Route>,
    /// Region the template was read for.
    pub region: String,
    /// Account the template was read for.
    pub account: String,
    raw: Value,
    settled: BTreeMap<String, Value>,
    scope: resolve::Scope,
}

/// Reads a template with the given values.
///
/// # Errors
/// The first thing that cannot be used, with its resource, its property and what to write instead.
pub fn parse(text: &str, parameters: Parameters) -> Result<Template, TemplateError> {
    read::template(text, parameters)
}

impl Template {
    /// The function whose `Handler` is the given role.
    #[must_use]
    pub fn function_for(&self, handler: &str) -> Option<&Function> {
        self.functions
            .values()
            .find(|function| function.handler == handler)
    }

    /// The whole template, intrinsics in their long form, nothing decided.
    #[must_use]
    pub fn raw(&self) -> &Value {
        &self.raw
    }

    /// The resources whose condition holds, with `Fn::If` decided, by logical id.
    #[must_use]
    pub fn resources(&self) -> &BTreeMap<String, Value> {
        &self.settled
    }

    /// The logical ids and properties of all resources of a type such as `AWS::CloudWatch::Alarm`.
    pub fn of_type<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.settled.iter().filter_map(move |(id, resource)| {
            let typed = resource.get("Type").and_then(Value::as_str) == Some(kind);
            typed.then(|| {
                (
                    id.as_str(),
                    resource.get("Properties").unwrap_or(&Value::Null),
                )
            })
        })
    }

    /// Any part of the template with its intrinsics replaced by local values.
    ///
    /// # Errors
    /// A reference that leads nowhere, or an intrinsic this module does not know.
    pub fn resolve(&self, value: &Value) -> Result<Value, TemplateError> {
        self.scope
            .resolve(value)
            .map_err(|problem| problem.at_section("a value of the template"))
    }

    /// The logical id a reference names: of `Ref`, `Fn::GetAtt`, `Fn::Sub` of just that, or plain text.
    #[must_use]
    pub fn named(value: &Value) -> Option<&str> {
        names::logical_id(value)
    }
}
