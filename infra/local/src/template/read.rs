//! The order in which a template is read: text, parameters, conditions, names, facts, checks across them.
//! Invariant: names are known before any property is resolved.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use super::error::{Problem, TemplateError};
use super::node::Node;
use super::resolve::Scope;
use super::sources::{Event, Source};
use super::statements::Grants;
use super::{Function, Parameters, Route, Template};
use super::{conditions, functions, names, parameters, routes, sources, statements, stores, yaml};

const FUNCTION: &str = "AWS::Serverless::Function";

pub(crate) fn template(text: &str, given: Parameters) -> Result<Template, TemplateError> {
    let raw = yaml::read(text)?;
    let mut scope = scope(&raw, given)?;
    let held = conditions::evaluate(&raw, &scope)?;
    let settled = settle(&raw, &held)?;
    for (id, resource) in &settled {
        let thing =
            names::thing(id, resource, &scope).map_err(|problem| problem.at(id, "its name"))?;
        scope.things.insert(id.clone(), thing);
    }
    let mut template = Template {
        functions: BTreeMap::new(),
        queues: BTreeMap::new(),
        tables: BTreeMap::new(),
        buckets: BTreeMap::new(),
        routes: Vec::new(),
        region: scope.given.region.clone(),
        account: scope.given.account.clone(),
        raw: Value::Null,
        settled: BTreeMap::new(),
        scope: scope.clone(),
    };
    fill(&mut template, &settled, &scope)?;
    check(&template)?;
    Ok(Template {
        raw,
        settled,
        ..template
    })
}

fn scope(raw: &Value, given: Parameters) -> Result<Scope, TemplateError> {
    let declared = raw.get("Parameters").and_then(Value::as_object);
    Ok(Scope {
        parameters: parameters::values(raw, &given)?,
        declared: declared
            .map(|all| all.keys().cloned().collect())
            .unwrap_or_default(),
        mappings: raw.get("Mappings").cloned().unwrap_or(Value::Null),
        things: BTreeMap::new(),
        given,
    })
}

/// The resources that exist, globals merged into functions, every `Fn::If` taken.
fn settle(
    raw: &Value,
    held: &BTreeMap<String, bool>,
) -> Result<BTreeMap<String, Value>, TemplateError> {
    let resources = raw
        .get("Resources")
        .and_then(Value::as_object)
        .ok_or_else(|| {
            Problem::new("is missing or not a map", "add the resources")
                .at_section("section Resources")
        })?;
    let globals = raw.pointer("/Globals/Function");
    let mut settled = BTreeMap::new();
    for (id, resource) in resources {
        if id.starts_with("Fn::") {
            let advice = "write the resources out one by one";
            return Err(Problem::new("generates resources", advice).at_section(id.as_str()));
        }
        let condition = resource.get("Condition").and_then(Value::as_str);
        match condition.map(|name| (name, held.get(name))) {
            Some((_, Some(false))) => continue,
            Some((name, None)) => {
                let problem = format!("{name} is not a condition of this template");
                return Err(Problem::new(problem, "correct the name").at(id, "Condition"));
            }
            Some((_, Some(true))) | None => {}
        }
        let decided = conditions::settle(&merged(resource, globals), held)
            .map_err(|problem| problem.at(id, "Properties"))?;
        settled.extend(decided.map(|resource| (id.clone(), resource)));
    }
    Ok(settled)
}

/// The resource, with the globals under it when it is a function.
fn merged(resource: &Value, globals: Option<&Value>) -> Value {
    let mut resource = resource.clone();
    if resource.get("Type").and_then(Value::as_str) == Some(FUNCTION)
        && let (Some(globals), Some(object)) = (globals, resource.as_object_mut())
    {
        let own = object.get("Properties").unwrap_or(&Value::Null);
        object.insert(
            "Properties".to_owned(),
            functions::with_globals(own, globals),
        );
    }
    resource
}

fn fill(
    template: &mut Template,
    settled: &BTreeMap<String, Value>,
    scope: &Scope,
) -> Result<(), TemplateError> {
    for (id, resource) in settled {
        let properties = resource.get("Properties").unwrap_or(&Value::Null);
        let node = Node::new(scope, id, properties);
        let key = id.clone();
        match kind(resource) {
            FUNCTION => {
                let function = function(id, &node, settled, &mut template.routes)?;
                template.functions.insert(key, function);
            }
            "AWS::SQS::Queue" => {
                template.queues.insert(key, stores::queue(id, &node)?);
            }
            "AWS::DynamoDB::Table" => {
                template.tables.insert(key, stores::table(id, &node)?);
            }
            "AWS::S3::Bucket" => {
                template.buckets.insert(key, stores::bucket(id, &node)?);
            }
            "AWS::ApiGatewayV2::Route" => {
                let integration = |name: &str| integration(name, settled, scope);
                let route = routes::route(id, &node, integration)?;
                template.routes.push(route);
            }
            other => refuse(id, other, properties)?,
        }
    }
    attach(template, settled, scope)
}

fn kind(resource: &Value) -> &str {
    let kind = resource.get("Type").and_then(Value::as_str);
    kind.unwrap_or_default()
}

/// Stops at a resource that would change how functions are driven and that is not read.
fn refuse(id: &str, kind: &str, properties: &Value) -> Result<(), TemplateError> {
    let is_api = ["AWS::ApiGatewayV2::Api", "AWS::Serverless::HttpApi"].contains(&kind);
    if kind == "AWS::Lambda::Function" {
        let advice = format!("declare it as {FUNCTION}");
        return Err(Problem::new("is not built by SAM", advice).at(id, "Type"));
    }
    if is_api && routes::has_body(properties) {
        let advice = "declare AWS::ApiGatewayV2::Route resources";
        let problem = Problem::new("describes routes in an OpenAPI body", advice);
        return Err(problem.at(id, "Properties"));
    }
    Ok(())
}

fn integration<'a>(
    id: &str,
    settled: &'a BTreeMap<String, Value>,
    scope: &'a Scope,
) -> Option<Node<'a>> {
    let (id, resource) = settled.get_key_value(id)?;
    let typed =
        resource.get("Type").and_then(Value::as_str) == Some("AWS::ApiGatewayV2::Integration");
    typed
        .then(|| {
            resource
                .get("Properties")
                .map(|value| Node::new(scope, id, value))
        })
        .flatten()
}

fn function(
    id: &str,
    node: &Node<'_>,
    settled: &BTreeMap<String, Value>,
    found: &mut Vec<Route>,
) -> Result<Function, TemplateError> {
    let mut function = functions::read(id, node)?;
    for (name, entry) in node.entries("Events")? {
        match sources::event(name, &entry)? {
            Event::Source(source) => function.sources.push(source),
            Event::Http { method, path } => {
                found.push(Route {
                    id: id.to_owned(),
                    method,
                    path,
                    function: id.to_owned(),
                });
            }
        }
    }
    let grants = grants(node.raw(), settled);
    function.statements = grants.statements;
    function.managed_policies = grants.named;
    Ok(function)
}

/// The rights a function's own policies and its role give.
fn grants(properties: &Value, settled: &BTreeMap<String, Value>) -> Grants {
    let mut grants = Grants::default();
    statements::of_function(properties, &mut grants);
    if let Some(role) = properties.get("Role").and_then(names::logical_id) {
        let properties = |id: &str| settled.get(id).and_then(|role| role.get("Properties"));
        statements::of_role(properties(role).unwrap_or(&Value::Null), &mut grants);
        for policy in settled.values() {
            let typed = policy
                .get("Type")
                .and_then(Value::as_str)
                .unwrap_or_default();
            if matches!(
                typed,
                "AWS::IAM::Policy" | "AWS::IAM::ManagedPolicy" | "AWS::IAM::RolePolicy"
            ) {
                let properties = policy.get("Properties").unwrap_or(&Value::Null);
                statements::of_policy(properties, role, &mut grants);
            }
        }
    }
    grants
}

/// Mappings and schedules written as resources of their own.
fn attach(
    template: &mut Template,
    settled: &BTreeMap<String, Value>,
    scope: &Scope,
) -> Result<(), TemplateError> {
    for (id, resource) in settled {
        let properties = resource.get("Properties").unwrap_or(&Value::Null);
        let node = Node::new(scope, id, properties);
        let (function, source) = match resource.get("Type").and_then(Value::as_str) {
            Some("AWS::Lambda::EventSourceMapping") => (
                routes::function_named(&node, "FunctionName")?,
                sources::mapping(id, &node)?,
            ),
            Some("AWS::Scheduler::Schedule") => {
                let target = node.child("Target");
                let target = target.ok_or_else(|| node.wrong("Target", "is missing", "add it"))?;
                let function = routes::function_named(&target, "Arn")?;
                (
                    function,
                    sources::schedule(id, &node, "ScheduleExpression")?,
                )
            }
            Some(_) | None => continue,
        };
        if let Some(function) = template.functions.get_mut(&function) {
            function.sources.push(source);
        }
    }
    Ok(())
}

/// What AWS refuses at deployment because two resources do not fit together.
fn check(template: &Template) -> Result<(), TemplateError> {
    for function in template.functions.values() {
        for source in &function.sources {
            let Source::Queue(source) = source else {
                continue;
            };
            let Some(queue) = template.queues.get(&source.queue) else {
                continue;
            };
            let place =
                |property: &str| format!("Properties.Events.{}.Properties.{property}", source.name);
            if queue.visibility < function.timeout {
                let problem = format!(
                    "is {} s, shorter than the {} s {} may take",
                    queue.visibility.as_secs(),
                    function.timeout.as_secs(),
                    function.id
                );
                let advice = "set it to six times the function's timeout";
                return Err(
                    Problem::new(problem, advice).at(&queue.id, "Properties.VisibilityTimeout")
                );
            }
            if queue.fifo && source.batch_size > 10 {
                let problem = "is above 10 on a FIFO queue";
                return Err(
                    Problem::new(problem, "write 1 to 10").at(&function.id, place("BatchSize"))
                );
            }
            if queue.fifo && source.window > Duration::ZERO {
                let property = place("MaximumBatchingWindowInSeconds");
                return Err(
                    Problem::new("is set on a FIFO queue", "remove it").at(&function.id, property)
                );
            }
        }
    }
    dead_letters(template)
}

fn dead_letters(template: &Template) -> Result<(), TemplateError> {
    for queue in template.queues.values() {
        let target = queue
            .dead_letters
            .as_ref()
            .and_then(|id| template.queues.get(id));
        if target.is_some_and(|target| target.fifo != queue.fifo) {
            let problem = "names a queue of the other kind";
            let advice = "give FIFO queues FIFO dead letters and standard queues standard ones";
            let property = "Properties.RedrivePolicy.deadLetterTargetArn";
            return Err(Problem::new(problem, advice).at(&queue.id, property));
        }
    }
    Ok(())
}
