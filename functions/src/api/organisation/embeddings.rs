//! Settings of embeddings, and how they stand.
//!
//! Invariant: an address an organisation sets is checked before it is kept, and again whenever it is called.

use lambdesk_cloud::outbound::guard::Reach;
use lambdesk_domain::knowledge::ranking;
use lambdesk_domain::model::embeddings::{
    DIMENSIONS, EmbeddingChoice, EmbeddingSettings, NoEmbeddings,
};
use lambdesk_domain::model::prices::PriceTable;
use lambdesk_domain::model::settings::Machine;
use lambdesk_domain::model::{Provider, fallback::Fallback};
use lambdesk_domain::people::Organisation;
use lambdesk_domain::secret::SecretName;

use super::ai::{address, named};
use crate::api::problem::{Answer, Problem};
use crate::api::views::{EmbeddingStatusView, PatchEmbeddings};
use crate::models;
use crate::world::World;

const PLACE: &str = "settings.ai.embeddings";

/// How the embeddings of an organisation stand. It asks no model and opens no key.
pub(super) async fn status(
    world: &World,
    organisation: &Organisation,
    prices: &PriceTable,
) -> Answer<EmbeddingStatusView> {
    let settings = &organisation.settings.ai.embeddings;
    let machine = models::machine(&world.config);
    let enabled = settings.is_on(&machine);
    let choice = settings.choose(&machine);
    let key = key(world, organisation, choice.as_ref().ok()).await?;
    let state = world
        .store
        .vectors(&organisation.id)
        .await?
        .unwrap_or_default();
    let name = choice.as_ref().map(EmbeddingChoice::name);
    let of_now = name.is_ok_and(|name| name == state.name);
    let missing = choice.as_ref().err().map(NoEmbeddings::to_string);
    let no_key = (key == "missing").then(|| ranking::about(Fallback::NoKey).to_owned());
    let failed = state.failed.filter(|_| of_now);
    let failed = failed.map(|reason| ranking::about(reason).to_owned());
    let problem = missing.or(no_key).or(failed).filter(|_| enabled);
    let choice = choice.ok();
    let priced = |choice: &EmbeddingChoice| prices.price(choice.provider, &choice.model).is_some();
    Ok(EmbeddingStatusView {
        enabled,
        problem,
        provider: choice.as_ref().map(|choice| choice.provider.into()),
        priced: choice.as_ref().is_some_and(priced),
        base_url: choice.as_ref().and_then(|choice| choice.base_url.clone()),
        model: choice.map(|choice| choice.model),
        key,
        passages: state.of,
        vectors: if of_now { state.have } else { 0 },
        tried_at: state.tried_at,
    })
}

/// Where the key would come from; the key itself is not opened for this.
async fn key(
    world: &World,
    organisation: &Organisation,
    choice: Option<&EmbeddingChoice>,
) -> Answer<&'static str> {
    let name = SecretName::Embeddings;
    if choice.is_some_and(|choice| choice.provider == Provider::Bedrock) {
        return Ok("not_needed");
    }
    let stored = world.store.secret(&organisation.id, name);
    if stored.await?.is_some() {
        return Ok("organisation");
    }
    Ok(match choice {
        None => "missing",
        Some(choice) if choice.machine_key && world.default_secret(name).is_some() => "environment",
        Some(choice) if choice.provider.wants_key() => "missing",
        Some(_) => "not_needed",
    })
}

/// The settings after a change.
pub(super) fn changed(
    now: &EmbeddingSettings,
    patch: PatchEmbeddings,
    machine: &Machine<'_>,
    reach: Reach,
) -> Answer<EmbeddingSettings> {
    let provider = patch
        .provider
        .map_or(now.provider, |word| word.map(|word| word.0));
    let field = |name: &str| format!("{PLACE}.{name}");
    let settings = EmbeddingSettings {
        enabled: patch.enabled.unwrap_or(now.enabled),
        provider,
        base_url: address(
            &field("base_url"),
            patch.base_url,
            now.base_url.as_ref(),
            reach,
        )?,
        model: named(&field("model"), patch.model, now.model.as_ref())?,
        dimensions: patch.dimensions.unwrap_or(now.dimensions),
    };
    let (least, most) = DIMENSIONS;
    if settings
        .dimensions
        .is_some_and(|wanted| !(least..=most).contains(&wanted))
    {
        let why = format_args!("is {least} to {most}");
        return Err(Problem::invalid(&field("dimensions"), why));
    }
    let refuse = |why: NoEmbeddings| Problem::invalid(&field(why.field()), why);
    if settings.provider == Some(Provider::Anthropic) {
        return Err(refuse(NoEmbeddings::Anthropic));
    }
    if settings.enabled == Some(true) {
        settings.choose(machine).map_err(refuse)?;
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn patch(json: serde_json::Value) -> Answer<EmbeddingSettings> {
        let patch = serde_json::from_value(json).unwrap();
        let now = EmbeddingSettings::default();
        changed(&now, patch, &Machine::default(), Reach::default())
    }

    #[test]
    fn a_complete_change_is_taken_over_and_a_null_clears() {
        let settings = patch(json!({
            "enabled": true, "provider": "compatible", "base_url": "https://llm.example.com/v1/",
            "model": " bge-m3 ", "dimensions": 1024,
        }))
        .unwrap();
        assert_eq!(settings.provider, Some(Provider::Compatible));
        assert_eq!(
            settings.base_url.as_deref(),
            Some("https://llm.example.com/v1")
        );
        assert_eq!(settings.model.as_deref(), Some("bge-m3"));
        let clear = json!({"enabled": null, "base_url": null, "dimensions": null});
        let clear = serde_json::from_value(clear).unwrap();
        let after = changed(&settings, clear, &Machine::default(), Reach::default()).unwrap();
        assert_eq!(
            (after.enabled, after.base_url, after.dimensions),
            (None, None, None)
        );
        assert_eq!(after.model, settings.model);
    }

    #[test]
    fn what_cannot_work_is_refused_by_its_field() {
        let cases = [
            (json!({"enabled": true}), "provider"),
            (json!({"provider": "anthropic"}), "provider"),
            (
                json!({"enabled": true, "provider": "compatible", "model": "x"}),
                "base_url",
            ),
            (
                json!({"enabled": true, "provider": "compatible", "base_url": "https://llm.example.com"}),
                "model",
            ),
            (
                json!({"enabled": true, "provider": "bedrock", "model": "cohere.embed-v4:0"}),
                "model",
            ),
            (
                json!({"enabled": true, "provider": "bedrock", "dimensions": 300}),
                "dimensions",
            ),
            (json!({"dimensions": 8}), "dimensions"),
            (json!({"dimensions": 5000}), "dimensions"),
            (json!({"model": "a\nb"}), "model"),
            (json!({"base_url": "http://llm.example.com"}), "base_url"),
            (json!({"base_url": "http://127.0.0.1:11434"}), "base_url"),
            (json!({"base_url": "https://10.0.0.1"}), "base_url"),
            (
                json!({"base_url": "https://169.254.169.254/latest"}),
                "base_url",
            ),
        ];
        for (json, field) in cases {
            let problem = patch(json.clone()).unwrap_err();
            let expected = format!("{PLACE}.{field}");
            assert_eq!(problem.body("r")["field"], expected, "{json}");
        }
    }
}
