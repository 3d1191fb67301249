//! Measures how far a model's confidence can be trusted, by what people kept of its judgements.
//!
//! Invariant: what was measured only moves how sure a model counts; where it cannot be read, the cautious curve holds.

use jiff::SignedDuration;
use lambdesk_cloud::error::{Error, chain};
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::model::calibration::{Calibration, Outcome};
use lambdesk_domain::people::Organisation;
use lambdesk_domain::ticket::Ticket;
use lambdesk_domain::triage::outcomes::{self, Measurements};

use crate::world::World;
use crate::{models, settled};

/// How long a measurement holds before the sweep measures again.
const HOLDS: SignedDuration = SignedDuration::from_hours(24);
/// Newest tickets the sweep looks at.
const USUAL: usize = 500;

/// Measures anew and keeps the result.
///
/// # Errors
/// When the table cannot be reached.
pub async fn measure(
    world: &World,
    organisation: &OrganisationId,
    most: usize,
) -> Result<Measurements, Error> {
    let (found, _) =
        settled::among_newest(world, organisation, most, |ticket| one(world, ticket)).await?;
    let tickets = found.len();
    let outcomes = found.into_iter().flatten().collect();
    let measured = Measurements::of(outcomes, tickets, world.clock.now());
    let store = &world.store;
    store.put_measurements(organisation, &measured).await?;
    Ok(measured)
}

/// For a settled ticket, what became of the model's judgement of its first message, if there was one.
async fn one(world: &World, ticket: Ticket) -> Result<Option<Option<(String, Outcome)>>, Error> {
    let Some(category) = settled::category(world, &ticket).await? else {
        return Ok(None);
    };
    let (o, id) = (&ticket.organisation, &ticket.id);
    let records = world.store.triage_records(o, id).await?;
    let first = records.first();
    Ok(Some(
        first.and_then(|first| outcomes::outcome(first, &category)),
    ))
}

/// Measures where models are asked and the last measurement is a day old.
///
/// # Errors
/// When the table cannot be reached.
pub(crate) async fn measure_if_due(
    world: &World,
    organisation: &Organisation,
) -> Result<(), Error> {
    let machine = models::machine(&world.config);
    if !organisation.settings.ai.is_on(&machine) {
        return Ok(());
    }
    let known = world.store.measurements(&organisation.id).await?;
    let now = world.clock.now();
    if known.is_some_and(|known| now.duration_since(known.at) < HOLDS) {
        return Ok(());
    }
    let measured = measure(world, &organisation.id, USUAL).await?;
    tracing::info!(
        tickets = measured.tickets,
        models = measured.models.len(),
        "how right the models were was measured"
    );
    Ok(())
}

/// What is known about a model's confidence; without a measurement that can be read, nothing.
pub(crate) async fn of_model(world: &World, id: &OrganisationId, model: &str) -> Calibration {
    match world.store.measurements(id).await {
        Ok(Some(known)) => known.of_model(model),
        Ok(None) => Calibration::from(&[]),
        Err(error) => {
            tracing::warn!(
                error = chain(&error),
                "how right the models were cannot be read; they are believed little"
            );
            Calibration::from(&[])
        }
    }
}
