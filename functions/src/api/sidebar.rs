//! What is known about a customer as one page, for a panel beside another program.
//!
//! Invariant: the page has no script and loads nothing; every text is escaped on its way into it, every link is one of
//! a fact.

use std::fmt::Write as _;

use crate::api::routes::Routes;
use axum::response::{Html, IntoResponse as _, Response};
use http::{HeaderValue, header};
use lambdesk_domain::facts::{Fact, Known, Looked, Outcome};
use lambdesk_domain::people::Contact;

use super::access::{Allowed, ReadContacts};
use super::docs::escape;
use super::problem::Answer;
use super::read::{Params, email};
use super::views::EmailParams;
use super::{add, facts};
use crate::lookup::Ask;

const HEAD: &str = include_str!("pages/sidebar.html");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

pub(super) fn register(router: Routes) -> Routes {
    add!(router, sidebar_read)
}

/// Show what is known about a customer as a page
///
/// The same as `GET /api/v1/enrich`, as one page without scripts, with what we know about the contact ourselves.
#[utoipa::path(get, path = "/sidebar", operation_id = "sidebar_read", tag = "contacts", params(EmailParams),
    responses((status = 200, content_type = "text/html", body = String)))]
async fn sidebar_read(
    caller: Allowed<ReadContacts>,
    Params(params): Params<EmailParams>,
) -> Answer<Response> {
    let email = email("email", &params.email)?;
    let store = &caller.world.store;
    let contact = store
        .contact_by_email(caller.organisation(), &email)
        .await?;
    let known = facts::look_up(&caller, &email, Ask::IfStale).await?;
    let mut response = Html(page(&known, contact.as_ref())).into_response();
    let policy = HeaderValue::from_static(POLICY);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

fn page(known: &Known, contact: Option<&Contact>) -> String {
    let mut body = String::new();
    let name = contact.and_then(|contact| contact.name.as_deref());
    let _ = write!(body, "<h1>{}</h1>", escape(name.unwrap_or(&known.email)));
    let _ = write!(body, "<p class=\"muted\">{}", escape(&known.email));
    if let Some(tier) = contact.and_then(|contact| contact.tier.as_deref()) {
        let _ = write!(body, " \u{b7} {}", escape(tier));
    }
    body.push_str("</p>");
    if !known.was_asked() {
        body.push_str("<p>No other system is set up. An admin can do that in the settings.</p>");
    }
    for looked in &known.sources {
        section(&mut body, looked);
    }
    HEAD.replace("{{body}}", &body)
}

fn section(body: &mut String, looked: &Looked) {
    let said = match looked.outcome {
        Outcome::NotConfigured if looked.reason.is_none() => return,
        Outcome::Found => "",
        Outcome::Nothing => "Nothing.",
        Outcome::Failed | Outcome::NotConfigured => {
            looked.reason.as_deref().unwrap_or("It failed.")
        }
    };
    let _ = write!(body, "<h2>{}</h2>", looked.source.name());
    if !said.is_empty() {
        let _ = write!(body, "<p class=\"muted\">{}</p>", escape(said));
        return;
    }
    body.push_str("<ul>");
    for fact in &looked.facts {
        line(body, fact);
    }
    body.push_str("</ul>");
}

fn line(body: &mut String, fact: &Fact) {
    body.push_str("<li>");
    match &fact.link {
        Some(link) => {
            let _ = write!(
                body,
                "<a href=\"{}\" target=\"_blank\" rel=\"noopener noreferrer\">{}</a>",
                escape(link),
                escape(&fact.label)
            );
        }
        None => {
            let _ = write!(body, "<b>{}</b>", escape(&fact.label));
        }
    }
    if let Some(at) = fact.at {
        let _ = write!(body, " <time>{}</time>", at.strftime("%Y-%m-%d %H:%M UTC"));
    }
    let _ = write!(body, "<br>{}</li>", escape(&fact.value));
}

#[cfg(test)]
mod tests {
    use lambdesk_domain::facts::{FactKind, Source, Trouble};

    use super::*;

    #[test]
    fn the_page_tells_facts_and_reasons_and_nothing_becomes_markup() {
        let at = "2026-11-20T10:00:00Z".parse().unwrap();
        let fact = Fact {
            source: Source::Sentry,
            kind: FactKind::Error,
            label: "<script>alert(1)</script>".to_owned(),
            value: "\"><img src=x onerror=1>".to_owned(),
            link: Some("https://acme.sentry.io/issues/1/".to_owned()),
            at: Some(at),
        };
        let known = Known {
            email: "<b>@example.com".to_owned(),
            sources: vec![
                Looked::of(Source::Sentry, Ok(vec![fact]), at),
                Looked::of(Source::Posthog, Err(Trouble::Slow(3)), at),
                Looked::not_configured(Source::Postgres, at),
            ],
        };
        let page = page(&known, None);
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<b>@"));
        assert!(page.contains("&lt;script&gt;") && page.contains("2026-11-20 10:00 UTC"));
        assert!(page.contains("did not answer within 3 seconds") && !page.contains("Postgres"));
    }
}
