//! Which model an organisation's settings mean here, and its key.
//!
//! Invariant: whatever is missing is a reason for the ticket, never an error.

use std::time::Duration;

use lambdesk_cloud::config::{Config, Secret};
use lambdesk_cloud::error::chain;
use lambdesk_cloud::models::ModelSettings;
use lambdesk_domain::model::fallback::Fallback;
use lambdesk_domain::model::settings::{Choice, LONGEST_SECONDS, Machine};
use lambdesk_domain::model::{Provider, Step};
use lambdesk_domain::people::Organisation;
use lambdesk_domain::secret::SecretName;

use crate::world::World;

/// What the environment of this machine sets.
pub(crate) fn machine(config: &Config) -> Machine<'_> {
    let text = |name| config.defaults.get(name).map(Secret::reveal);
    Machine {
        anthropic_key: text("ANTHROPIC_API_KEY").is_some(),
        openai_key: text("OPENAI_API_KEY").is_some(),
        openai_base_url: text("OPENAI_BASE_URL"),
        model: text("HELPDESK_AI_MODEL"),
    }
}

/// The model of a step, ready to be asked; `None` when models are off.
///
/// # Errors
/// Why it cannot be asked.
pub(crate) async fn of_step(
    world: &World,
    organisation: &Organisation,
    step: Step,
) -> Result<Option<ModelSettings>, Fallback> {
    let ai = &organisation.settings.ai;
    let machine = machine(&world.config);
    if !ai.is_on(&machine) {
        return Ok(None);
    }
    let choice = ai
        .choose(step, &machine)
        .map_err(|_| Fallback::NotConfigured)?;
    let key = key(world, organisation, &choice).await?;
    let seconds = ai.timeout_seconds.clamp(1, LONGEST_SECONDS);
    let mut model = ModelSettings::new(choice.provider, choice.model, key);
    model.base_url = choice.base_url;
    model.overrides = ai.overrides();
    model.time = Duration::from_secs(seconds.into());
    Ok(Some(model))
}

async fn key(
    world: &World,
    organisation: &Organisation,
    choice: &Choice,
) -> Result<Secret, Fallback> {
    if choice.provider == Provider::Bedrock {
        // The function's own role is asked for.
        return Ok(Secret::default());
    }
    let own = world.own_secret(&organisation.id, SecretName::Model).await;
    let own = own.map_err(|error| {
        tracing::warn!(error = %chain(&error), "the key of a model cannot be opened");
        Fallback::KeyUnavailable
    })?;
    let of_machine = || machine_key(&world.config, choice).cloned();
    match own.or_else(of_machine) {
        Some(key) => Ok(key),
        None if choice.provider.wants_key() => Err(Fallback::NoKey),
        None => Ok(Secret::default()),
    }
}

/// The machine's key for a model, when it may be used for it.
pub(crate) fn machine_key<'a>(config: &'a Config, choice: &Choice) -> Option<&'a Secret> {
    let name = match choice.provider {
        Provider::Anthropic => "ANTHROPIC_API_KEY",
        Provider::OpenAi | Provider::Compatible => "OPENAI_API_KEY",
        Provider::Bedrock => return None,
    };
    let key = config.defaults.get(name);
    key.filter(|_| choice.machine_key)
}
