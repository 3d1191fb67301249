//! The `OpenAPI` document: what every route has in common is said here, once.
//!
//! Invariant: the access in the document is the one the guard checks, because both come from the same line of `routes`.

use lambdesk_domain::access::Action;
use serde_json::{Value, json};
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, LicenseBuilder, ObjectBuilder, OpenApi,
    OpenApiBuilder, Ref, RefOr, Required, Response, ResponseBuilder, Type,
};
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::UtoipaMethodRouter;

use super::access::Access;
use super::views::ProblemView;

/// The member of an operation that says what it asks of its caller.
const ACCESS: &str = "x-lambdesk-access";

/// One route of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The method, upper case.
    pub method: &'static str,
    /// The path with its parameters in braces.
    pub path: String,
    /// The operation's id.
    pub operation: String,
    /// What it asks of its caller: `open`, `signed_in`, or the action by name.
    pub access: String,
}

impl Route {
    /// The action a caller must be allowed, if there is one.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        ACTIONS
            .iter()
            .copied()
            .find(|action| name(Access::May(*action)) == self.access)
    }
}

/// Every action; the documentation and the tests walk through it.
pub(crate) const ACTIONS: &[Action] = &[
    Action::ReadTickets,
    Action::ChangeTickets,
    Action::Reply,
    Action::WriteNote,
    Action::ReadArticles,
    Action::ChangeArticles,
    Action::ReadContacts,
    Action::ChangeContacts,
    Action::ReadPeople,
    Action::ManageOrganisation,
    Action::ManageKeys,
    Action::ReadOperations,
    Action::ChangeOperations,
];

/// The name of an access in the document.
pub(crate) fn name(access: Access) -> &'static str {
    match access {
        Access::Open => "open",
        Access::SignedIn => "signed_in",
        Access::May(Action::ReadTickets) => "read_tickets",
        Access::May(Action::ChangeTickets) => "change_tickets",
        Access::May(Action::Reply) => "reply",
        Access::May(Action::WriteNote) => "write_note",
        Access::May(Action::ReadArticles) => "read_articles",
        Access::May(Action::ChangeArticles) => "change_articles",
        Access::May(Action::ReadContacts) => "read_contacts",
        Access::May(Action::ChangeContacts) => "change_contacts",
        Access::May(Action::ReadPeople) => "read_people",
        Access::May(Action::ManageOrganisation) => "manage_organisation",
        Access::May(Action::ManageKeys) => "manage_keys",
        Access::May(Action::ReadOperations) => "read_operations",
        Access::May(Action::ChangeOperations) => "change_operations",
    }
}

const ABOUT: &str = "The whole of Lambdesk over HTTP. Sign in with a one-time link (session cookie) or send an API key as \
`Authorization: Bearer ldk_...`. Errors are `application/problem+json` with a stable `code` and what to do `next`. Lists are \
paged by `cursor`. Every POST takes an `Idempotency-Key`: within 24 hours the same key and body give the first answer again. \
Tickets carry an `ETag`; changes by PATCH need it in `If-Match`. `RateLimit-*` headers tell what is left; each running \
instance counts for itself. Calls that change something with the session cookie must come from the same site or send \
`X-Lambdesk-Request: 1`.";

/// The document without routes.
pub(crate) fn base() -> OpenApi {
    let mut schemas = Vec::new();
    ProblemView::schemas(&mut schemas);
    schemas.push((ProblemView::name().into_owned(), ProblemView::schema()));
    let cookie = ApiKey::Cookie(ApiKeyValue::with_description(
        "__Host-lambdesk",
        "The session of a signed-in agent.",
    ));
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("An API key: `ldk_<key id>_<secret>`."))
        .build();
    let components = ComponentsBuilder::new()
        .schemas_from_iter(schemas)
        .response("Problem", problem_response())
        .security_scheme("session", SecurityScheme::ApiKey(cookie))
        .security_scheme("api_key", SecurityScheme::Http(bearer))
        .build();
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Lambdesk API")
                .version("1.0.0")
                .description(Some(ABOUT))
                .license(Some(
                    LicenseBuilder::new()
                        .name("MIT OR Apache-2.0")
                        .identifier(Some("MIT OR Apache-2.0"))
                        .build(),
                ))
                .build(),
        )
        .components(Some(components))
        .build()
}

fn problem_response() -> Response {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("ProblemView")))
        .build();
    ResponseBuilder::new()
        .description("Refused; `code` is stable and `next` says what to do.")
        .content("application/problem+json", content)
        .build()
}

/// The description of one handler with what is common to all: security, problem responses, shared headers.
pub(crate) fn described(described: UtoipaMethodRouter, access: Access) -> UtoipaMethodRouter {
    let (schemas, mut paths, methods) = described;
    for (path, item) in &mut paths.paths {
        for (method, slot) in operations_mut(item) {
            if let Some(operation) = slot {
                describe(operation, method, path, access);
            }
        }
    }
    (schemas, paths, methods)
}

fn operations_mut(item: &mut PathItem) -> [(&'static str, &mut Option<Operation>); 5] {
    [
        ("GET", &mut item.get),
        ("POST", &mut item.post),
        ("PUT", &mut item.put),
        ("PATCH", &mut item.patch),
        ("DELETE", &mut item.delete),
    ]
}

fn describe(operation: &mut Operation, method: &str, path: &str, access: Access) {
    let guarded = access != Access::Open;
    operation.security = Some(if guarded {
        vec![
            SecurityRequirement::new::<_, [&str; 0], &str>("session", []),
            SecurityRequirement::new::<_, [&str; 0], &str>("api_key", []),
        ]
    } else {
        Vec::new()
    });
    let extensions = operation.extensions.get_or_insert_with(Extensions::default);
    extensions.insert(ACCESS.to_owned(), json!(name(access)));
    if guarded && method == "POST" {
        operation
            .parameters
            .get_or_insert_with(Vec::new)
            .push(idempotency_key());
    }
    for status in problem_statuses(operation, method, path, access) {
        let responses = &mut operation.responses.responses;
        responses
            .entry(status.to_owned())
            .or_insert_with(|| RefOr::Ref(Ref::from_response_name("Problem")));
    }
}

fn problem_statuses(
    operation: &Operation,
    method: &str,
    path: &str,
    access: Access,
) -> Vec<&'static str> {
    let mut statuses = vec!["429", "default"];
    if access != Access::Open {
        statuses.extend(["401", "403"]);
    }
    if path.contains('{') {
        statuses.push("404");
    }
    let parameters = operation.parameters.as_deref().unwrap_or_default();
    if operation.request_body.is_some() {
        statuses.extend(["400", "413", "415", "422"]);
    } else if parameters
        .iter()
        .any(|p| p.parameter_in == ParameterIn::Query)
    {
        statuses.extend(["400", "422"]);
    }
    if method == "POST" {
        statuses.push("409");
    }
    if parameters.iter().any(|p| p.name == "If-Match") {
        statuses.extend(["409", "412", "428"]);
    }
    statuses
}

fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("1 to 128 visible ASCII characters; a repeat within 24 hours gives the first answer again."))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).max_length(Some(128))))
        .build()
}

/// Reads the route table back from the document.
pub(crate) fn routes(document: &OpenApi) -> Vec<Route> {
    let mut found = Vec::new();
    for (path, item) in &document.paths.paths {
        let mut item = item.clone();
        for (method, slot) in operations_mut(&mut item) {
            let Some(operation) = slot else { continue };
            let access = operation
                .extensions
                .as_ref()
                .and_then(|e| e.get(ACCESS))
                .and_then(Value::as_str);
            found.push(Route {
                method,
                path: path.clone(),
                operation: operation.operation_id.clone().unwrap_or_default(),
                access: access.unwrap_or_default().to_owned(),
            });
        }
    }
    found
}
