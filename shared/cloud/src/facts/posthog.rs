//! `PostHog`: the person with an address, then their sessions.
//!
//! Invariant: sessions are asked for by the person's id only, so nobody else's are shown. A person whose sessions cannot
//! be read is still a person.

use lambdesk_domain::facts::settings::PosthogSettings;
use lambdesk_domain::facts::{Fact, Trouble, posthog};
use lambdesk_domain::ids::OrganisationId;

use super::rest::Rest;
use super::{Facts, Question, lock};
use crate::entropy::sha256_hex;

/// Most organisations whose only project is remembered.
const MOST_PROJECTS: usize = 1_000;

/// The project a key can see, with what it was found by.
#[derive(Debug, Clone)]
pub(super) struct OnlyProject {
    /// Hash of host and key.
    by: String,
    project: String,
}

/// Asks for the person and the sessions of an address.
///
/// # Errors
/// As [`Rest::get`], or when an answer cannot be read.
pub(super) async fn ask(
    facts: &Facts,
    asking: &Question<'_>,
    settings: &PosthogSettings,
    key: &str,
) -> Result<Vec<Fact>, Trouble> {
    let rest = Rest::new(facts, asking.now, &settings.host, key)?;
    let project = match &settings.project {
        Some(project) => project.clone(),
        None => {
            let by = sha256_hex(format!("{}\n{key}", settings.host));
            let projects = rest.clone().needing("project:read", "project");
            only_project(facts, asking.organisation, by, &projects).await?
        }
    };
    let base = posthog::base(&settings.host, &project);
    let persons = rest.clone().needing("person:read", "project");
    let found = persons
        .get(&posthog::person_path(&project, asking.email))
        .await?;
    let Some(person) = posthog::person(&found, asking.email, &base)? else {
        return Ok(Vec::new());
    };
    let sessions = rest.needing("session_recording:read", "project");
    let found = sessions
        .get(&posthog::recordings_path(&project, &person.uuid))
        .await;
    match found.and_then(|found| posthog::recordings(&found, &base)) {
        Ok(sessions) => Ok(std::iter::once(person.fact).chain(sessions).collect()),
        Err(trouble @ (Trouble::NotAllowed(_) | Trouble::Unreadable | Trouble::TooLarge)) => {
            Ok(vec![without_sessions(person.fact, &trouble)])
        }
        Err(trouble) => Err(trouble),
    }
}

/// A person with the reason why there are no sessions.
fn without_sessions(mut person: Fact, trouble: &Trouble) -> Fact {
    person.value = format!("{}; sessions: {trouble}", person.value);
    person.value = person
        .value
        .chars()
        .take(lambdesk_domain::facts::LONGEST_VALUE)
        .collect();
    person
}

/// The one project the key can see, asked once.
async fn only_project(
    facts: &Facts,
    organisation: &OrganisationId,
    by: String,
    rest: &Rest<'_>,
) -> Result<String, Trouble> {
    let known = lock(&facts.projects).get(organisation).cloned();
    if let Some(known) = known.filter(|known| known.by == by) {
        return Ok(known.project);
    }
    let project = posthog::only_project(&rest.get(posthog::projects_path()).await?)?;
    let mut projects = lock(&facts.projects);
    if projects.len() >= MOST_PROJECTS {
        projects.clear();
    }
    let found = OnlyProject {
        by,
        project: project.clone(),
    };
    projects.insert(organisation.clone(), found);
    Ok(project)
}
