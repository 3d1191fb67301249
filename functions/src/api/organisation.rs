//! The organisation and its settings.

mod ai;
mod embeddings;

use crate::api::routes::Routes;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::HeaderMap;
use lambdesk_cloud::outbound::guard::Reach;
use lambdesk_domain::draft::gates::Policy;
use lambdesk_domain::people::{Organisation, Settings};
use lambdesk_domain::triage::settings::TriageSettings;
use lambdesk_domain::triage::taxonomy::Taxonomy;

use super::access::{Allowed, ManageOrganisation, ReadPeople};
use super::add;
use super::enrichment;
use super::problem::{Answer, Code, Problem};
use super::read::{Body, etag, if_match, line};
use super::tickets::tagged;
use super::views::{
    OrganisationView, PatchAutoResolve, PatchOrganisation, PatchSettings, PatchTriageSettings,
};
use crate::knowledge::vectors;
use crate::{models, teams};

pub(super) fn register(router: Routes) -> Routes {
    ai::register(add!(router, organisation_read, organisation_update))
}

/// Read the organisation and its settings
#[utoipa::path(get, path = "/api/v1/organisation", operation_id = "organisation_read", tag = "organisation",
    responses((status = 200, body = OrganisationView, headers(("ETag" = String)))))]
async fn organisation_read(caller: Allowed<ReadPeople>) -> Answer<Response> {
    let found = caller
        .world
        .store
        .organisation(caller.organisation())
        .await?;
    Ok(answer(
        found.ok_or_else(|| Problem::not_found("organisation"))?,
    ))
}

fn answer(organisation: Organisation) -> Response {
    let tag = etag(organisation.version);
    let mut response = Json(OrganisationView::from(organisation)).into_response();
    tagged(&mut response, &tag);
    response
}

/// Change the organisation's settings
///
/// What is absent stays. Teams that the categories name and that do not exist are added. Running functions notice within half a minute. With `If-Match`, only the version you read is changed.
#[utoipa::path(patch, path = "/api/v1/organisation", operation_id = "organisation_update", tag = "organisation",
    request_body = PatchOrganisation, responses((status = 200, body = OrganisationView, headers(("ETag" = String)))))]
async fn organisation_update(
    caller: Allowed<ManageOrganisation>,
    headers: HeaderMap,
    Body(patch): Body<PatchOrganisation>,
) -> Answer<Response> {
    let expected = if_match(&headers)?;
    let store = &caller.world.store;
    let found = store
        .organisation(caller.organisation())
        .await?
        .ok_or_else(|| Problem::not_found("organisation"))?;
    if expected.is_some_and(|version| version != found.version) {
        return Err(Problem::new(
            Code::VersionMismatch,
            format!("the organisation is at version {}", found.version),
        ));
    }
    let name = patch
        .name
        .as_deref()
        .map_or(Ok(found.name.clone()), |name| line("name", name, 200))?;
    let mut patch = patch.settings.unwrap_or_default();
    let models = patch.ai.take().unwrap_or_default();
    let reach = caller.world.facts.reach();
    let mut settings = settings(&found.settings, patch, reach)?;
    let machine = models::machine(&caller.world.config);
    settings.ai = ai::changed(&found.settings.ai, models, &machine, reach)?;
    let changed = Organisation {
        name,
        settings,
        version: found.version.saturating_add(1),
        ..found
    };
    store.save_organisation(&changed).await?;
    let known = store.teams(&changed.id).await?;
    let taxonomy = changed.settings.triage.taxonomy();
    let (entropy, now) = (&caller.world.entropy, caller.now());
    for team in teams::missing(&taxonomy, &known, &changed.id, entropy, now) {
        store.put_team(&team).await?;
    }
    caller.world.forget_directory(caller.organisation());
    vectors::want_of_today(&caller.world, caller.organisation()).await;
    Ok(answer(changed))
}

fn settings(now: &Settings, patch: PatchSettings, reach: Reach) -> Answer<Settings> {
    let bounded = |field: &str, value: Option<u32>, most: u32, otherwise: u32| match value {
        Some(value) if value > most => Err(Problem::invalid(field, format_args!("is 0 to {most}"))),
        other => Ok(other.unwrap_or(otherwise)),
    };
    let signature = patch.signature.unwrap_or_else(|| now.signature.clone());
    if signature.chars().count() > 4_000 {
        return Err(Problem::invalid(
            "settings.signature",
            "has at most 4000 characters",
        ));
    }
    let triage = triage(&now.triage, patch.triage.unwrap_or_default())?;
    let auto_resolve = auto_resolve(
        &now.auto_resolve,
        patch.auto_resolve.unwrap_or_default(),
        &triage.taxonomy(),
    )?;
    Ok(Settings {
        reopen_window_days: bounded(
            "settings.reopen_window_days",
            patch.reopen_window_days,
            3_650,
            now.reopen_window_days,
        )?,
        reply_waits_on_customer: patch
            .reply_waits_on_customer
            .unwrap_or(now.reply_waits_on_customer),
        quote_history: patch.quote_history.unwrap_or(now.quote_history),
        signature,
        automatic_mail_per_hour: bounded(
            "settings.automatic_mail_per_hour",
            patch.automatic_mail_per_hour,
            100,
            now.automatic_mail_per_hour,
        )?,
        own_domains: patch
            .own_domains
            .map_or_else(|| Ok(now.own_domains.clone()), domains)?,
        triage,
        ai: now.ai.clone(),
        enrichment: enrichment::changed(
            &now.enrichment,
            patch.enrichment.unwrap_or_default(),
            reach,
        )?,
        past_answers: patch.past_answers.unwrap_or(now.past_answers),
        auto_resolve,
    })
}

fn auto_resolve(now: &Policy, patch: PatchAutoResolve, taxonomy: &Taxonomy) -> Answer<Policy> {
    let threshold = patch.threshold.unwrap_or(now.threshold);
    if !(0.0..=1.0).contains(&threshold) {
        let field = "settings.auto_resolve.threshold";
        return Err(Problem::invalid(field, "is 0 to 1"));
    }
    let known = |key: &String| taxonomy.categories.iter().any(|c| c.key == *key);
    if let Some(unknown) = patch.categories.iter().flatten().find(|key| !known(key)) {
        let keys: Vec<&str> = taxonomy.categories.iter().map(|c| c.key.as_str()).collect();
        return Err(Problem::invalid(
            "settings.auto_resolve.categories",
            format_args!(
                "there is no category {unknown}; there are: {}",
                keys.join(", ")
            ),
        ));
    }
    let cap = patch.per_contact_per_day.unwrap_or(now.per_contact_per_day);
    if !(1..=100).contains(&cap) {
        let field = "settings.auto_resolve.per_contact_per_day";
        return Err(Problem::invalid(field, "is 1 to 100"));
    }
    Ok(Policy {
        enabled: patch.enabled.unwrap_or(now.enabled),
        threshold,
        categories: patch.categories.unwrap_or_else(|| now.categories.clone()),
        per_contact_per_day: cap,
    })
}

fn triage(now: &TriageSettings, patch: PatchTriageSettings) -> Answer<TriageSettings> {
    let own = match patch.own {
        None => now.own.clone(),
        Some(shape) => shape.map(Taxonomy::from),
    };
    if let Some(problem) = own.as_ref().and_then(|own| own.validate().err()) {
        return Err(Problem::invalid("settings.triage.own", problem));
    }
    let threshold = patch.threshold.unwrap_or(now.threshold);
    if !(0.0..=1.0).contains(&threshold) {
        return Err(Problem::invalid("settings.triage.threshold", "is 0 to 1"));
    }
    let capacity = patch.capacity.unwrap_or(now.capacity);
    if capacity.is_some_and(|most| !(1..=100).contains(&most)) {
        return Err(Problem::invalid("settings.triage.capacity", "is 1 to 100"));
    }
    Ok(TriageSettings {
        preset: patch.preset.map_or(now.preset, |word| word.0),
        own,
        threshold,
        auto_assign: patch.auto_assign.unwrap_or(now.auto_assign),
        capacity,
        learned: now.learned.clone(),
    })
}

fn domains(wanted: Vec<String>) -> Answer<Vec<String>> {
    if wanted.len() > 100 {
        return Err(Problem::invalid("settings.own_domains", "are at most 100"));
    }
    let clean = |domain: String| {
        let domain = domain.trim().trim_start_matches('@').to_lowercase();
        let fits = lambdesk_domain::address::is_deliverable(&format!("a@{domain}"));
        if fits {
            Ok(domain)
        } else {
            Err(Problem::invalid(
                "settings.own_domains",
                "holds something that is no domain",
            ))
        }
    };
    wanted.into_iter().map(clean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(patch: PatchAutoResolve) -> PatchSettings {
        PatchSettings {
            auto_resolve: Some(patch),
            ..PatchSettings::default()
        }
    }

    #[test]
    fn settings_stay_within_their_bounds() {
        let now = Settings::default();
        let same = settings(&now, PatchSettings::default(), Reach::default()).unwrap();
        assert_eq!(same, now);
        let domains = Some(vec![" @Example.COM ".to_owned()]);
        let changed = settings(
            &now,
            PatchSettings {
                own_domains: domains,
                ..PatchSettings::default()
            },
            Reach::default(),
        )
        .unwrap();
        assert_eq!(changed.own_domains, ["example.com"]);
        for bad in [
            PatchSettings {
                reopen_window_days: Some(4_000),
                ..PatchSettings::default()
            },
            PatchSettings {
                automatic_mail_per_hour: Some(101),
                ..PatchSettings::default()
            },
            PatchSettings {
                own_domains: Some(vec!["no domain".into()]),
                ..PatchSettings::default()
            },
            PatchSettings {
                signature: Some("x".repeat(4_001)),
                ..PatchSettings::default()
            },
            auto(PatchAutoResolve {
                threshold: Some(1.1),
                ..PatchAutoResolve::default()
            }),
            auto(PatchAutoResolve {
                categories: Some(["nothing".to_owned()].into()),
                ..PatchAutoResolve::default()
            }),
            auto(PatchAutoResolve {
                per_contact_per_day: Some(0),
                ..PatchAutoResolve::default()
            }),
        ] {
            assert!(settings(&now, bad, Reach::default()).is_err());
        }
    }
}
