//! The teams that an organisation's categories name.
//!
//! Invariant: a team an organisation has is never changed by this; only missing ones are added.

use std::collections::BTreeSet;

use jiff::Timestamp;
use lambdesk_cloud::entropy::Entropy;
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::people::Team;
use lambdesk_domain::triage::taxonomy::Taxonomy;

/// The teams of a taxonomy that are not among those an organisation has.
pub(crate) fn missing(
    taxonomy: &Taxonomy,
    existing: &[Team],
    organisation: &OrganisationId,
    entropy: &Entropy,
    now: Timestamp,
) -> Vec<Team> {
    let wanted: BTreeSet<&str> = taxonomy
        .categories
        .iter()
        .map(|c| c.team.as_str())
        .collect();
    let known = |key: &&str| !existing.iter().any(|team| team.key == **key);
    let team = |key: &str| Team {
        id: entropy.team(now),
        organisation: organisation.clone(),
        key: key.to_owned(),
        name: name(key),
    };
    wanted.into_iter().filter(known).map(team).collect()
}

/// `technical_support` is shown as `Technical support`.
fn name(key: &str) -> String {
    let words = key.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_shown_as_words() {
        assert_eq!(name("technical_support"), "Technical support");
        assert_eq!(name("finance"), "Finance");
        assert_eq!(name(""), "");
    }
}
