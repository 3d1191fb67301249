//! The API's documentation, made from the `OpenAPI` document: one page, no script, nothing from elsewhere.
//!
//! Invariant: the page says what the document says; every text is escaped on its way into it.

use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::api::routes::Routes;
use axum::response::{Html, IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use lambdesk_cloud::entropy::sha256_hex;
use serde_json::{Map, Value};

use super::access::Anyone;
use super::add;
use super::problem::Code;
use super::read::is_current;

const HEAD: &str = include_str!("pages/docs.html");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

struct Text {
    body: Bytes,
    etag: String,
}

impl Text {
    fn of(body: String) -> Self {
        let etag = format!("\"{}\"", sha256_hex(&body).get(..16).unwrap_or_default());
        Self {
            body: Bytes::from(body),
            etag,
        }
    }
}

static DOCUMENT: LazyLock<Text> = LazyLock::new(|| Text::of(document_text()));
static PAGE: LazyLock<Text> = LazyLock::new(|| {
    Text::of(page(
        &serde_json::to_value(super::openapi()).unwrap_or_default(),
    ))
});

/// The `OpenAPI` document as it is checked in and served.
#[must_use]
pub fn document_text() -> String {
    let mut text = serde_json::to_string_pretty(&super::openapi()).unwrap_or_default();
    text.push('\n');
    text
}

pub(super) fn register(router: Routes) -> Routes {
    add!(router, openapi_read, docs_read)
}

/// The description of this API (`OpenAPI` 3.1)
#[utoipa::path(get, path = "/openapi.json", operation_id = "openapi_read", tag = "health",
    responses((status = 200, content_type = "application/json", body = Object), (status = 304, description = "Nothing changed.")))]
async fn openapi_read(_caller: Anyone, headers: HeaderMap) -> Response {
    serve(&DOCUMENT, "application/json", &headers)
}

/// This API for people to read
#[utoipa::path(get, path = "/docs", operation_id = "docs_read", tag = "health",
    responses((status = 200, content_type = "text/html", body = String), (status = 304, description = "Nothing changed.")))]
async fn docs_read(_caller: Anyone, headers: HeaderMap) -> Response {
    let mut response = serve(&PAGE, "text/html; charset=utf-8", &headers);
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    response
}

fn serve(text: &Text, media_type: &'static str, headers: &HeaderMap) -> Response {
    let mut response = if is_current(headers, &text.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Html(text.body.clone()).into_response()
    };
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    out.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, no-cache"),
    );
    if let Ok(etag) = HeaderValue::from_str(&text.etag) {
        out.insert(header::ETAG, etag);
    }
    response
}

fn page(document: &Value) -> String {
    let operations = operations(document);
    let mut body = String::new();
    let _ = write!(
        body,
        "<p>{}</p>",
        marked(text(&document["info"], "description"))
    );
    let _ = write!(
        body,
        "<p>Machine-readable: <a href=\"/openapi.json\">openapi.json</a></p>"
    );
    index(&mut body, &operations);
    for (tag, list) in &operations {
        let _ = write!(body, "<h2 id=\"tag-{0}\">{0}</h2>", escape(tag));
        for operation in list {
            operation.write(&mut body);
        }
    }
    problems(&mut body);
    schemas(&mut body, document);
    HEAD.replace("{{body}}", &body)
}

struct Operation<'a> {
    method: &'a str,
    path: &'a str,
    value: &'a Value,
}

fn operations(document: &Value) -> Vec<(&str, Vec<Operation<'_>>)> {
    let mut groups: Vec<(&str, Vec<Operation<'_>>)> = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            let Some(value) = item.get(method) else {
                continue;
            };
            let tag = value
                .pointer("/tags/0")
                .and_then(Value::as_str)
                .unwrap_or("other");
            let operation = Operation {
                method,
                path,
                value,
            };
            match groups.iter_mut().find(|(name, _)| *name == tag) {
                Some((_, list)) => list.push(operation),
                None => groups.push((tag, vec![operation])),
            }
        }
    }
    groups
}

fn index(out: &mut String, groups: &[(&str, Vec<Operation<'_>>)]) {
    out.push_str("<nav><ul>");
    for (tag, list) in groups {
        let _ = write!(
            out,
            "<li><a href=\"#tag-{0}\">{0}</a> ({1})</li>",
            escape(tag),
            list.len()
        );
    }
    out.push_str("<li><a href=\"#problems\">problem codes</a></li><li><a href=\"#schemas\">schemas</a></li></ul></nav>");
}

impl Operation<'_> {
    fn write(&self, out: &mut String) {
        let value = self.value;
        let _ = write!(
            out,
            "<section id=\"{}\"><h3><span class=\"method {}\">{}</span> <code>{}</code></h3><p><b>{}</b></p>",
            escape(text(value, "operationId")),
            self.method,
            self.method.to_uppercase(),
            escape(self.path),
            marked(text(value, "summary")),
        );
        let _ = write!(out, "<p>{}</p>", marked(text(value, "description")));
        let access = value["x-lambdesk-access"].as_str().unwrap_or_default();
        let _ = write!(
            out,
            "<p class=\"access\">access: <code>{}</code></p>",
            escape(access)
        );
        self.parameters(out);
        if let Some(schema) = schema_of(&value["requestBody"]) {
            let _ = write!(out, "<p>Body: {}</p>", link(schema));
        }
        self.answers(out);
        out.push_str("</section>");
    }

    fn parameters(&self, out: &mut String) {
        let Some(list) = self.value["parameters"]
            .as_array()
            .filter(|l| !l.is_empty())
        else {
            return;
        };
        out.push_str("<table><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr>");
        for one in list {
            let needed = if one["required"].as_bool().unwrap_or(false) {
                " *"
            } else {
                ""
            };
            let _ = write!(
                out,
                "<tr><td><code>{}</code>{needed}</td><td>{}</td><td>{}</td></tr>",
                escape(text(one, "name")),
                escape(text(one, "in")),
                marked(text(one, "description")),
            );
        }
        out.push_str("</table>");
    }

    fn answers(&self, out: &mut String) {
        out.push_str("<p>Answers: ");
        for (status, answer) in self.value["responses"].as_object().into_iter().flatten() {
            let shown = match schema_of(answer) {
                Some(schema) => link(schema),
                None if answer.get("$ref").is_some() => {
                    "<a href=\"#problems\">problem</a>".to_owned()
                }
                None => marked(text(answer, "description")),
            };
            let _ = write!(
                out,
                "<span class=\"answer\"><code>{}</code> {shown}</span> ",
                escape(status)
            );
        }
        out.push_str("</p>");
    }
}

fn schema_of(holder: &Value) -> Option<&Value> {
    holder["content"]
        .as_object()?
        .values()
        .next()?
        .get("schema")
}

/// A schema in few words, with links to the named ones.
fn link(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        return format!("<a href=\"#schema-{0}\">{0}</a>", escape(name));
    }
    if let Some(list) = ["allOf", "oneOf", "anyOf"]
        .iter()
        .find_map(|key| schema[*key].as_array())
    {
        return list.iter().map(link).collect::<Vec<_>>().join(" + ");
    }
    if let Some(words) = schema["enum"].as_array() {
        return words
            .iter()
            .filter_map(Value::as_str)
            .map(|w| format!("<code>{}</code>", escape(w)))
            .collect::<Vec<_>>()
            .join(" | ");
    }
    match &schema["type"] {
        Value::String(kind) if kind == "array" => format!("list of {}", link(&schema["items"])),
        Value::String(kind) => escape(kind),
        Value::Array(kinds) => escape(
            &kinds
                .iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join(" or "),
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => "anything".to_owned(),
    }
}

fn problems(out: &mut String) {
    out.push_str("<h2 id=\"problems\">problem codes</h2><table><tr><th>Code</th><th>Status</th><th>Title</th><th>Next</th></tr>");
    for code in Code::ALL {
        let _ = write!(
            out,
            "<tr id=\"problem-{0}\"><td><code>{0}</code></td><td>{1}</td><td>{2}</td><td>{3}</td></tr>",
            code.word(),
            code.status().as_u16(),
            escape(code.title()),
            marked(code.next()),
        );
    }
    out.push_str("</table>");
}

fn schemas(out: &mut String, document: &Value) {
    out.push_str("<h2 id=\"schemas\">schemas</h2>");
    let all = document.pointer("/components/schemas");
    for (name, schema) in all.and_then(Value::as_object).into_iter().flatten() {
        let _ = write!(
            out,
            "<section id=\"schema-{0}\"><h3>{0}</h3><p>{1}</p>",
            escape(name),
            marked(text(schema, "description"))
        );
        let parts = schema["allOf"]
            .as_array()
            .map_or_else(|| vec![schema], |list| list.iter().collect());
        for part in parts {
            match part["properties"].as_object() {
                Some(properties) => fields(out, properties, &part["required"]),
                None => {
                    let _ = write!(out, "<p>{}</p>", link(part));
                }
            }
        }
        out.push_str("</section>");
    }
}

fn fields(out: &mut String, properties: &Map<String, Value>, required: &Value) {
    out.push_str("<table><tr><th>Field</th><th>Type</th><th>Meaning</th></tr>");
    for (name, schema) in properties {
        let needed = required
            .as_array()
            .is_some_and(|list| list.iter().any(|r| r == name));
        let _ = write!(
            out,
            "<tr><td><code>{}</code>{}</td><td>{}</td><td>{}</td></tr>",
            escape(name),
            if needed { " *" } else { "" },
            link(schema),
            marked(text(schema, "description")),
        );
    }
    out.push_str("</table>");
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// A text as it stands in a page or in a quoted attribute.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// Escaped text in which `words between backticks` are code.
fn marked(text: &str) -> String {
    let pieces = escape(text);
    let mut out = String::new();
    for (at, piece) in pieces.split('`').enumerate() {
        if at % 2 == 1 {
            let _ = write!(out, "<code>{piece}</code>");
        } else {
            out.push_str(piece);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_backticks_become_code() {
        assert_eq!(
            marked("a `b<c` & \"d\""),
            "a <code>b&lt;c</code> &amp; &quot;d&quot;"
        );
    }

    #[test]
    fn page_names_every_operation_and_loads_nothing() {
        let html = String::from_utf8(PAGE.body.to_vec()).unwrap();
        for route in super::super::routes() {
            assert!(
                html.contains(&format!("<section id=\"{}\">", route.operation)),
                "{}",
                route.operation
            );
        }
        for code in Code::ALL {
            assert!(html.contains(&format!("id=\"problem-{}\"", code.word())));
        }
        for foreign in ["http://", "https://", "<script", "<img", "@import", "url("] {
            assert!(!html.contains(foreign), "{foreign}");
        }
    }
}
