//! Sentry: one request for the newest issues of an address.
//!
//! Invariant: the address is asked for as a whole, quoted; see `domain::facts::sentry`.

use lambdesk_domain::facts::settings::SentrySettings;
use lambdesk_domain::facts::{Fact, Trouble, sentry};

use super::rest::Rest;
use super::{Facts, Question};

/// Asks for the issues of an address.
///
/// # Errors
/// As [`Rest::get`], or when the answer is no list of issues.
pub(super) async fn ask(
    facts: &Facts,
    asking: &Question<'_>,
    settings: &SentrySettings,
    token: &str,
) -> Result<Vec<Fact>, Trouble> {
    let named = "organisation or project";
    let rest = Rest::new(facts, asking.now, &settings.host, token)?.needing("event:read", named);
    sentry::issues(&rest.get(&sentry::path(settings, asking.email)).await?)
}
