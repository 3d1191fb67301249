//! HTTP routes of the API. Invariant: every route ends at a function of this template with payload 2.0, the
//! only one the local gateway speaks.

use serde_json::Value;

use super::error::TemplateError;
use super::node::Node;

/// One HTTP route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Logical id of the route, or of the function whose event it is.
    pub id: String,
    /// Method, or `ANY`; empty for the `$default` route.
    pub method: String,
    /// Path with `{name}` and `{name+}` parts; empty for the `$default` route.
    pub path: String,
    /// Logical id of the function.
    pub function: String,
}

impl Route {
    /// `routeKey` as the function sees it.
    #[must_use]
    pub fn key(&self) -> String {
        if self.path.is_empty() {
            "$default".to_owned()
        } else {
            format!("{} {}", self.method, self.path)
        }
    }
}

/// Reads a route resource; `integrations` are the properties of all integration resources.
pub(crate) fn route<'a>(
    id: &str,
    node: &Node<'a>,
    integration: impl Fn(&str) -> Option<Node<'a>>,
) -> Result<Route, TemplateError> {
    let key = node.required("RouteKey")?;
    let (method, path) = match key.split_once(' ') {
        _ if key == "$default" => ("", ""),
        Some((method, path)) if path.starts_with('/') => (method, path),
        _ => {
            let problem = format!("{key:?} is not a route");
            return Err(node.wrong("RouteKey", problem, "write METHOD /path or $default"));
        }
    };
    let target = node.required("Target")?;
    let named = target.strip_prefix("integrations/").and_then(&integration);
    let integration = named.ok_or_else(|| {
        let problem = format!("{target:?} is not an integration of this template");
        node.wrong(
            "Target",
            problem,
            "write !Sub integrations/${TheIntegration}",
        )
    })?;
    Ok(Route {
        id: id.to_owned(),
        method: method.to_owned(),
        path: path.to_owned(),
        function: function_of(&integration)?,
    })
}

fn function_of(node: &Node<'_>) -> Result<String, TemplateError> {
    if node.text("PayloadFormatVersion")?.as_deref() != Some("2.0") {
        let problem = "is not 2.0, the only format the functions read";
        return Err(node.wrong("PayloadFormatVersion", problem, "write '2.0'"));
    }
    let uri = node.required("IntegrationUri")?;
    function_with_arn(node, &uri).ok_or_else(|| {
        let problem = format!("{uri:?} names no function of this template");
        node.wrong("IntegrationUri", problem, "write !GetAtt TheFunction.Arn")
    })
}

/// The logical id of the function whose ARN a text is or carries between slashes.
pub(crate) fn function_with_arn(node: &Node<'_>, text: &str) -> Option<String> {
    let mut functions = node
        .scope
        .things
        .iter()
        .filter(|(_, thing)| thing.arn.contains(":lambda:"));
    let named = functions
        .find(|(_, thing)| text == thing.arn || text.split('/').any(|part| part == thing.arn));
    named.map(|(id, _)| id.clone())
}

/// The function a property names by ARN, name or reference.
pub(crate) fn function_named(node: &Node<'_>, property: &str) -> Result<String, TemplateError> {
    let text = node.required(property)?;
    let by_name = || {
        let mut things = node.scope.things.iter();
        let named = things.find(|(_, thing)| thing.name == text && thing.arn.contains(":lambda:"));
        named.map(|(id, _)| id.clone())
    };
    function_with_arn(node, &text)
        .or_else(by_name)
        .ok_or_else(|| {
            let problem = format!("{text:?} names no function of this template");
            node.wrong(property, problem, "write !Ref or !GetAtt with the function")
        })
}

/// Whether a resource is part of an HTTP API that is written as one `OpenAPI` body, which is not read here.
pub(crate) fn has_body(properties: &Value) -> bool {
    ["Body", "BodyS3Location", "DefinitionBody", "DefinitionUri"]
        .iter()
        .any(|name| properties.get(name).is_some())
}
