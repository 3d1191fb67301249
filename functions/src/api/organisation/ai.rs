//! Settings of language models, and how they stand.
//!
//! Invariant: an address an organisation sets is checked before it is kept, and again whenever it is called.

use crate::api::routes::Routes;
use axum::Json;
use lambdesk_cloud::outbound::guard::{self, Reach};
use lambdesk_domain::model::Step;
use lambdesk_domain::model::budget::{self, Limits};
use lambdesk_domain::model::capability;
use lambdesk_domain::model::prices::PriceTable;
use lambdesk_domain::model::settings::{AiSettings, Choice, LONGEST_SECONDS, Machine, Missing};
use lambdesk_domain::people::Organisation;
use lambdesk_domain::secret::SecretName;

use super::embeddings;
use crate::api::access::{Allowed, ReadPeople};
use crate::api::add;
use crate::api::problem::{Answer, Problem};
use crate::api::read::line;
use crate::api::views::{AiStatusView, AiStepView, AiTodayView, PatchAiSettings};
use crate::models;
use crate::world::World;

/// A billion dollars, which keeps every sum of the table a whole number.
const MOST_MICROUSD: u64 = 1_000_000_000_000_000;
const MOST_TOKENS: u64 = 1_000_000_000_000;

pub(super) fn register(router: Routes) -> Routes {
    add!(router, ai_status)
}

/// Read how language models stand
///
/// Whether they are asked, which ones, what stands in the way, and what today cost. It asks no model.
#[utoipa::path(get, path = "/api/v1/organisation/ai", operation_id = "ai_status", tag = "organisation",
    responses((status = 200, body = AiStatusView)))]
async fn ai_status(caller: Allowed<ReadPeople>) -> Answer<Json<AiStatusView>> {
    let world = &caller.world;
    let found = world.store.organisation(caller.organisation()).await?;
    let organisation = found.ok_or_else(|| Problem::not_found("organisation"))?;
    let ai = &organisation.settings.ai;
    let machine = models::machine(&world.config);
    let prices = PriceTable::built_in();
    let choices: Result<Vec<_>, Missing> = [Step::Triage, Step::FollowUp]
        .into_iter()
        .map(|step| Ok((step, ai.choose(step, &machine)?)))
        .collect();
    let enabled = ai.is_on(&machine);
    let choices = choices.map_err(|missing| missing.to_string());
    let key = key(world, &organisation, choices.as_deref().unwrap_or_default()).await?;
    let mut problem = choices.as_ref().err().cloned();
    if key == "missing" && problem.is_none() {
        problem = Some("no key is set; set the secret `model`".to_owned());
    }
    let day = budget::day(caller.now());
    let account = world.store.budget(&organisation.id, day).await?;
    let (spent, reserved) = (account.spent(), account.reserved());
    let step = |(step, choice)| step_view(step, choice, ai, &prices);
    Ok(Json(AiStatusView {
        enabled,
        problem: problem.filter(|_| enabled),
        steps: choices.unwrap_or_default().into_iter().map(step).collect(),
        key,
        today: AiTodayView {
            day,
            spent_microusd: spent.microusd,
            spent_tokens: spent.tokens,
            reserved_microusd: reserved.microusd,
            reserved_tokens: reserved.tokens,
            questions: account.questions,
            limit_microusd: ai.budget.microusd,
            limit_tokens: ai.budget.tokens,
        },
        embeddings: embeddings::status(world, &organisation, &prices).await?,
        price_version: prices.version,
    }))
}

fn step_view(step: Step, choice: Choice, ai: &AiSettings, prices: &PriceTable) -> AiStepView {
    let capability = capability::of(choice.provider, &choice.model, &ai.overrides());
    AiStepView {
        step: step.into(),
        priced: prices.price(choice.provider, &choice.model).is_some(),
        sees: capability.vision,
        provider: choice.provider.into(),
        model: choice.model,
        base_url: choice.base_url,
    }
}

/// Where the key would come from; the key itself is not opened for this.
async fn key(
    world: &World,
    organisation: &Organisation,
    choices: &[(Step, Choice)],
) -> Answer<&'static str> {
    let stored = world.store.secret(&organisation.id, SecretName::Model);
    if stored.await?.is_some() {
        return Ok("organisation");
    }
    let Some((_, choice)) = choices.first() else {
        return Ok("missing");
    };
    if models::machine_key(&world.config, choice).is_some() {
        return Ok("environment");
    }
    Ok(if choice.provider.wants_key() {
        "missing"
    } else {
        "not_needed"
    })
}

/// The settings after a change.
pub(super) fn changed(
    now: &AiSettings,
    patch: PatchAiSettings,
    machine: &Machine<'_>,
    reach: Reach,
) -> Answer<AiSettings> {
    let settings = AiSettings {
        enabled: patch.enabled.unwrap_or(now.enabled),
        provider: patch
            .provider
            .map_or(now.provider, |word| word.map(|word| word.0)),
        base_url: address(
            "settings.ai.base_url",
            patch.base_url,
            now.base_url.as_ref(),
            reach,
        )?,
        triage_model: named(
            "settings.ai.triage_model",
            patch.triage_model,
            now.triage_model.as_ref(),
        )?,
        draft_model: named(
            "settings.ai.draft_model",
            patch.draft_model,
            now.draft_model.as_ref(),
        )?,
        structured: patch
            .structured
            .map_or(now.structured, |word| word.map(|word| word.0)),
        context_tokens: patch.context_tokens.unwrap_or(now.context_tokens),
        vision: patch.vision.unwrap_or(now.vision),
        team_language: match patch.team_language {
            Some(tag) => language(&tag)?,
            None => now.team_language.clone(),
        },
        budget: Limits {
            microusd: patch.daily_budget_microusd.unwrap_or(now.budget.microusd),
            tokens: patch.daily_budget_tokens.unwrap_or(now.budget.tokens),
        },
        timeout_seconds: patch.timeout_seconds.unwrap_or(now.timeout_seconds),
        embeddings: embeddings::changed(
            &now.embeddings,
            patch.embeddings.unwrap_or_default(),
            machine,
            reach,
        )?,
    };
    bounds(&settings)?;
    if settings.enabled == Some(true) {
        complete(&settings, machine)?;
    }
    Ok(settings)
}

fn bounds(settings: &AiSettings) -> Answer<()> {
    let outside = |value: Option<u64>, least: u64, most: u64| {
        value.is_some_and(|value| !(least..=most).contains(&value))
    };
    let cases = [
        (
            "timeout_seconds",
            Some(settings.timeout_seconds.into()),
            1,
            LONGEST_SECONDS.into(),
        ),
        (
            "context_tokens",
            settings.context_tokens.map(Into::into),
            2_048,
            2_000_000,
        ),
        (
            "daily_budget_microusd",
            settings.budget.microusd,
            0,
            MOST_MICROUSD,
        ),
        (
            "daily_budget_tokens",
            settings.budget.tokens,
            0,
            MOST_TOKENS,
        ),
    ];
    match cases
        .into_iter()
        .find(|(_, value, least, most)| outside(*value, *least, *most))
    {
        Some((field, _, least, most)) => Err(invalid(field, format_args!("is {least} to {most}"))),
        None => Ok(()),
    }
}

/// Models that are switched on can be asked, but for their key, which has a place of its own.
fn complete(settings: &AiSettings, machine: &Machine<'_>) -> Answer<()> {
    for step in [Step::Triage, Step::FollowUp] {
        if let Err(missing) = settings.choose(step, machine) {
            let field = match missing {
                Missing::Provider => "provider",
                Missing::Model => "triage_model",
                Missing::BaseUrl => "base_url",
            };
            return Err(invalid(field, missing));
        }
    }
    Ok(())
}

pub(super) fn address(
    field: &str,
    patch: Option<Option<String>>,
    now: Option<&String>,
    reach: Reach,
) -> Answer<Option<String>> {
    match patch {
        None => Ok(now.cloned()),
        Some(None) => Ok(None),
        Some(Some(text)) if text.len() > 1_000 => {
            Err(Problem::invalid(field, "has at most 1000 characters"))
        }
        Some(Some(text)) => match guard::check(&text, reach) {
            Ok(address) => Ok(Some(address.url)),
            Err(why) => Err(Problem::invalid(field, why)),
        },
    }
}

pub(super) fn named(
    field: &str,
    patch: Option<Option<String>>,
    now: Option<&String>,
) -> Answer<Option<String>> {
    match patch {
        None => Ok(now.cloned()),
        Some(None) => Ok(None),
        Some(Some(text)) => line(field, &text, 200).map(Some),
    }
}

/// A tag of BCP 47, as far as its form goes.
fn language(tag: &str) -> Answer<String> {
    let tag = tag.trim();
    let part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let first = tag.split('-').next().unwrap_or_default();
    let letters = first.bytes().all(|b| b.is_ascii_lowercase());
    let fits = (2..=3).contains(&first.len()) && letters && tag.len() <= 35;
    if fits && tag.split('-').all(part) {
        Ok(tag.to_owned())
    } else {
        Err(invalid(
            "team_language",
            "is a language such as en or de-CH",
        ))
    }
}

fn invalid(field: &str, why: impl std::fmt::Display) -> Problem {
    Problem::invalid(&format!("settings.ai.{field}"), why)
}

#[cfg(test)]
mod tests {
    use lambdesk_domain::model::Provider;

    use super::*;
    use crate::api::views::ProviderWord;

    fn patch(json: serde_json::Value) -> Answer<AiSettings> {
        on(Reach::default(), json)
    }

    fn on(reach: Reach, json: serde_json::Value) -> Answer<AiSettings> {
        let patch = serde_json::from_value(json).unwrap();
        changed(&AiSettings::default(), patch, &Machine::default(), reach)
    }

    #[test]
    fn a_complete_change_is_taken_over() {
        let settings = patch(serde_json::json!({
            "enabled": true, "provider": "compatible", "base_url": "https://llm.example.com/v1/",
            "triage_model": " llama3.2 ", "vision": true, "daily_budget_microusd": 5_000_000,
            "timeout_seconds": 20, "team_language": "de-CH", "structured": "json_object",
        }))
        .unwrap();
        assert_eq!(settings.provider, Some(Provider::Compatible));
        assert_eq!(
            settings.base_url.as_deref(),
            Some("https://llm.example.com/v1")
        );
        assert_eq!(settings.triage_model.as_deref(), Some("llama3.2"));
        assert_eq!(settings.budget.microusd, Some(5_000_000));
        let machine = Machine::default();
        let cleared = PatchAiSettings {
            enabled: Some(None),
            provider: Some(Some(ProviderWord(Provider::Anthropic))),
            base_url: Some(None),
            daily_budget_microusd: Some(None),
            ..PatchAiSettings::default()
        };
        let after = changed(&settings, cleared, &machine, Reach::default()).unwrap();
        assert_eq!(
            (after.enabled, after.base_url, after.budget.microusd),
            (None, None, None)
        );
        assert_eq!(after.timeout_seconds, 20);
    }

    #[test]
    fn what_cannot_work_is_refused_by_its_field() {
        let cases = [
            (r#"{"enabled":true}"#, "settings.ai.provider"),
            (
                r#"{"enabled":true,"provider":"bedrock"}"#,
                "settings.ai.triage_model",
            ),
            (
                r#"{"enabled":true,"provider":"compatible","triage_model":"x"}"#,
                "settings.ai.base_url",
            ),
            (
                r#"{"base_url":"http://llm.example.com"}"#,
                "settings.ai.base_url",
            ),
            (
                r#"{"base_url":"http://127.0.0.1:11434"}"#,
                "settings.ai.base_url",
            ),
            (r#"{"base_url":"https://10.0.0.1"}"#, "settings.ai.base_url"),
            (
                r#"{"base_url":"https://169.254.169.254/latest"}"#,
                "settings.ai.base_url",
            ),
            (
                r#"{"base_url":"https://user:pw@llm.example.com"}"#,
                "settings.ai.base_url",
            ),
            (r#"{"triage_model":" "}"#, "settings.ai.triage_model"),
            (r#"{"draft_model":"a\nb"}"#, "settings.ai.draft_model"),
            (r#"{"timeout_seconds":0}"#, "settings.ai.timeout_seconds"),
            (r#"{"timeout_seconds":41}"#, "settings.ai.timeout_seconds"),
            (r#"{"context_tokens":10}"#, "settings.ai.context_tokens"),
            (
                r#"{"daily_budget_microusd":1000000000000001}"#,
                "settings.ai.daily_budget_microusd",
            ),
            (
                r#"{"team_language":"Deutsch bitte"}"#,
                "settings.ai.team_language",
            ),
        ];
        for (json, field) in cases {
            let problem = patch(serde_json::from_str(json).unwrap()).unwrap_err();
            assert_eq!(problem.body("r")["field"], field, "{json}");
        }
    }

    #[test]
    fn a_server_on_this_machine_is_for_this_machine() {
        let here = Reach {
            loopback: true,
            private: false,
        };
        let json = serde_json::json!({"base_url": "http://127.0.0.1:11434/v1"});
        assert!(on(here, json).is_ok());
    }
}
