//! Learns from settled tickets, keeps what was learned, and has it at hand for triage.
//!
//! Invariant: a layer is stored only when it was right more often than the rules on tickets it had not seen; when it
//! cannot be read, the rules judge alone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use lambdesk_cloud::error::{Error, Kind, chain};
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::people::Organisation;
use lambdesk_domain::triage::backtest::Report;
use lambdesk_domain::triage::learned::{self, Example, Features, Learned, Untrained};
use lambdesk_domain::triage::settings::TriageSettings;
use serde::{Deserialize, Serialize};

use crate::settled::{self, Settled};
use crate::triage;
use crate::world::World;

/// Most bytes of a stored layer; twenty categories need half of it.
const LARGEST: u64 = 2 * 1024 * 1024;
/// Layers a warm function keeps; each takes about half a megabyte.
const MOST_KNOWN: usize = 20;

/// What was learned, as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// When.
    pub trained_at: Timestamp,
    /// How right the rules alone were on the tickets.
    pub rules: Report,
    /// How right the layer was on tickets it had not seen.
    pub learned: Report,
    /// What judges.
    pub model: Learned,
}

/// Layers that were read, by their keys. An object never changes: training again makes another one.
#[derive(Debug, Default)]
pub(crate) struct Layers(Mutex<HashMap<String, Arc<Layer>>>);

impl Layers {
    fn known(&self, key: &str) -> Option<Arc<Layer>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(key).cloned()
    }

    fn remember(&self, key: &str, layer: Layer) -> Arc<Layer> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        let layer = Arc::new(layer);
        known.insert(key.to_owned(), Arc::clone(&layer));
        layer
    }
}

/// Trains on the settled ones among the newest tickets and judges with the result from then on. `Ok(Err(_))` says why
/// nothing was learned; a layer that exists stays then.
///
/// # Errors
/// When the table or the objects cannot be reached, or somebody changed the settings at the same moment.
pub async fn train(
    world: &World,
    organisation: &Organisation,
    most: usize,
) -> Result<Result<Layer, Untrained>, Error> {
    let taxonomy = organisation.settings.triage.taxonomy();
    let (settled, _) = settled::newest(world, &organisation.id, most).await?;
    let known = |one: &&Settled| taxonomy.category(&one.category).is_some();
    let example = |one: &Settled| {
        let rules = triage::by_rules(&taxonomy, &one.ticket, &one.message, &one.text, one.error);
        Example {
            features: Features::of(&one.message.subject, &one.text, &rules),
            settled: one.category.clone(),
        }
    };
    let examples: Vec<Example> = settled.iter().filter(known).map(example).collect();
    let trained = match learned::train(&examples) {
        Ok(trained) => trained,
        Err(reason) => return Ok(Err(reason)),
    };
    let layer = Layer {
        trained_at: world.clock.now(),
        rules: trained.rules,
        learned: trained.learned,
        model: trained.model,
    };
    let bytes = serde_json::to_vec(&layer)
        .map_err(|error| Error::new(Kind::Broken, "write down what was learned").because(error))?;
    let key = format!(
        "learned/{}/{}.json",
        organisation.id,
        layer.trained_at.as_millisecond()
    );
    world.blobs.put(&key, bytes, "application/json").await?;
    use_layer(world, &organisation.id, Some(key)).await?;
    Ok(Ok(layer))
}

/// Forgets what was learned; the rules judge alone from then on.
///
/// # Errors
/// When somebody changed the settings at the same moment, or the table cannot be reached.
pub async fn forget(world: &World, organisation: &OrganisationId) -> Result<(), Error> {
    use_layer(world, organisation, None).await
}

/// Names the layer in the settings and removes the one before.
async fn use_layer(world: &World, id: &OrganisationId, key: Option<String>) -> Result<(), Error> {
    let missing = || Error::new(Kind::NotFound, "find the organisation");
    // Training takes a while; the settings may have changed.
    let mut organisation = world.store.organisation(id).await?.ok_or_else(missing)?;
    let before = std::mem::replace(&mut organisation.settings.triage.learned, key);
    organisation.version = organisation.version.saturating_add(1);
    world.store.save_organisation(&organisation).await?;
    world.forget_directory(id);
    if let Some(before) = before
        && let Err(error) = world.blobs.delete(&before).await
    {
        tracing::warn!(
            error = chain(&error),
            "a layer that is not used any more stays in the bucket"
        );
    }
    Ok(())
}

/// The layer that the settings name.
///
/// # Errors
/// When it cannot be read.
pub async fn stored(world: &World, settings: &TriageSettings) -> Result<Option<Arc<Layer>>, Error> {
    let Some(key) = &settings.learned else {
        return Ok(None);
    };
    if let Some(known) = world.layers.known(key) {
        return Ok(Some(known));
    }
    let bytes = world.blobs.get(key, LARGEST).await?;
    let layer = serde_json::from_slice(&bytes).map_err(|error| {
        Error::new(Kind::Broken, "read what was learned; train it again").because(error)
    })?;
    Ok(Some(world.layers.remember(key, layer)))
}

/// The layer to judge with, if there is one that can be read.
pub(crate) async fn layer(world: &World, settings: &TriageSettings) -> Option<Arc<Layer>> {
    match stored(world, settings).await {
        Ok(found) => found,
        Err(error) => {
            tracing::warn!(
                error = chain(&error),
                "what was learned cannot be read; the rules judge alone"
            );
            None
        }
    }
}
