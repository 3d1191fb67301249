//! Which model an organisation's settings mean here, and its key.
//!
//! Invariant: whatever is missing is a reason for the ticket, never an error.

use std::time::Duration;

use lambdesk_cloud::config::{Config, Secret};
use lambdesk_cloud::error::chain;
use lambdesk_cloud::models::{EmbedderSettings, ModelSettings};
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::model::budget::{Amount, Reservation};
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
        embeddings_base_url: text("HELPDESK_EMBEDDINGS_URL"),
        embeddings_model: text("HELPDESK_EMBEDDINGS_MODEL"),
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

/// The model that makes vectors, ready to be asked; `None` when embeddings are off. Its key is a secret of its own, so that who
/// only searches need not open that of the language model.
///
/// # Errors
/// Why it cannot be asked.
pub(crate) async fn embeddings(
    world: &World,
    organisation: &Organisation,
) -> Result<Option<EmbedderSettings>, Fallback> {
    let settings = &organisation.settings.ai.embeddings;
    let machine = machine(&world.config);
    if !settings.is_on(&machine) {
        return Ok(None);
    }
    let choice = settings.choose(&machine);
    let choice = choice.map_err(|_| Fallback::NotConfigured)?;
    if choice.provider == Provider::Bedrock {
        let key = Secret::default();
        return Ok(Some(EmbedderSettings { choice, key }));
    }
    let name = SecretName::Embeddings;
    let own = world.own_secret(&organisation.id, name).await;
    let own = own.map_err(|error| {
        tracing::warn!(error = %chain(&error), "the key for embeddings cannot be opened");
        Fallback::KeyUnavailable
    })?;
    let of_machine = || world.default_secret(name).filter(|_| choice.machine_key);
    match own.or_else(of_machine) {
        Some(key) => Ok(Some(EmbedderSettings { choice, key })),
        None if choice.provider.wants_key() => Err(Fallback::NoKey),
        None => Ok(Some(EmbedderSettings {
            choice,
            key: Secret::default(),
        })),
    }
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

/// Sets aside what a call may cost at most.
///
/// # Errors
/// When the budget of the day does not cover it.
pub(crate) async fn reserve(
    world: &World,
    organisation: &Organisation,
    most: Amount,
) -> Result<Reservation, Fallback> {
    let limits = organisation.settings.ai.budget;
    let now = world.clock.now();
    let reserved = world
        .store
        .reserve_budget(&organisation.id, most, limits, now)
        .await;
    let reserved = reserved.unwrap_or_else(|error| {
        // What cannot be counted is not spent.
        tracing::warn!(error = %chain(&error), "the model's budget cannot be read");
        None
    });
    reserved.ok_or(Fallback::OverBudget)
}

/// Gives back what was set aside and writes down what was spent.
pub(crate) async fn settle(
    world: &World,
    organisation: &OrganisationId,
    reservation: &Reservation,
    spent: Amount,
) {
    let settled = world
        .store
        .settle_budget(organisation, reservation, spent)
        .await;
    if let Err(error) = settled {
        // It stays set aside until midnight, which errs on the side of the organisation's money.
        tracing::warn!(error = %chain(&error), "a model's budget cannot be settled");
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
