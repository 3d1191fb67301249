//! Storing canned responses.
//!
//! Invariant: a canned response and the stamp of them all change in one transaction, from what was read; whoever was second
//! decides again.

use lambdesk_cloud::error::Error;
use lambdesk_cloud::store::{CannedStamp, Commit, CommitError, MOST_CANNED};
use lambdesk_domain::canned::{CannedError, CannedResponse, Content, id_of};
use lambdesk_domain::ids::{CannedResponseId, OrganisationId};
use lambdesk_domain::people::Actor;

use crate::knowledge::File;
use crate::world::World;

/// How often a change is decided again after somebody else made another one first.
const TRIES: usize = 8;
/// Files stored in one transaction.
const TOGETHER: usize = 20;

/// Why a canned response was not stored.
#[derive(Debug, thiserror::Error)]
pub enum CannedFault {
    /// It is none.
    #[error(transparent)]
    Content(#[from] CannedError),
    /// There is none.
    #[error("there is no such canned response")]
    Missing,
    /// It is at another version than the caller read.
    #[error("the canned response is at version {0} and not at the one in If-Match")]
    Older(u64),
    /// Another one has its shortcut.
    #[error("`{0}` is a canned response of this language already")]
    Shortcut(String),
    /// The organisation has as many as it can have.
    #[error(
        "the organisation has {MOST_CANNED} canned responses, which is the most; remove some first"
    )]
    TooMany,
    /// Others kept changing them.
    #[error("canned responses were changed by others at the same time; try again")]
    Contended,
    /// A service failed.
    #[error(transparent)]
    Service(#[from] Error),
}

/// Stores a new canned response.
///
/// # Errors
/// See [`CannedFault`]; nothing was changed then.
pub async fn create(
    world: &World,
    organisation: &OrganisationId,
    by: &Actor,
    content: Content,
) -> Result<CannedResponse, CannedFault> {
    let now = world.clock.now();
    let response = CannedResponse {
        id: world.entropy.canned_response(now),
        organisation: organisation.clone(),
        content: content.checked()?,
        version: 1,
        updated_at: now,
        updated_by: Some(by.clone()),
    };
    for _ in 0..TRIES {
        let mut turn = Turn::begin(world, organisation).await?;
        turn.takes(&response)?;
        turn.commit.create_canned_response(&response);
        if turn.end(world).await? {
            return Ok(response);
        }
    }
    Err(CannedFault::Contended)
}

/// Replaces what a canned response says.
///
/// # Errors
/// See [`CannedFault`]; nothing was changed then.
pub async fn replace(
    world: &World,
    organisation: &OrganisationId,
    by: &Actor,
    id: &CannedResponseId,
    expected: Option<u64>,
    content: Content,
) -> Result<CannedResponse, CannedFault> {
    let content = content.checked()?;
    for _ in 0..TRIES {
        let mut turn = Turn::begin(world, organisation).await?;
        let found = turn.find(id, expected)?;
        let response = CannedResponse {
            content: content.clone(),
            version: found.version.saturating_add(1),
            updated_at: world.clock.now(),
            updated_by: Some(by.clone()),
            ..found
        };
        turn.takes(&response)?;
        turn.commit.update_canned_response(&response);
        if turn.end(world).await? {
            return Ok(response);
        }
    }
    Err(CannedFault::Contended)
}

/// Removes a canned response.
///
/// # Errors
/// See [`CannedFault`]; nothing was changed then.
pub async fn remove(
    world: &World,
    organisation: &OrganisationId,
    id: &CannedResponseId,
    expected: Option<u64>,
) -> Result<(), CannedFault> {
    for _ in 0..TRIES {
        let mut turn = Turn::begin(world, organisation).await?;
        let found = turn.find(id, expected)?;
        turn.commit.delete_canned_response(&found);
        if turn.end(world).await? {
            return Ok(());
        }
    }
    Err(CannedFault::Contended)
}

/// Takes the files of a folder in; a file that was taken in before and says something else now is a new version. Gives how
/// many were stored.
///
/// # Errors
/// See [`CannedFault`]; what was stored before that stays.
pub async fn import(
    world: &World,
    organisation: &OrganisationId,
    by: &Actor,
    files: &[File],
) -> Result<usize, CannedFault> {
    let mut stored = 0;
    for files in files.chunks(TOGETHER) {
        stored += import_together(world, organisation, by, files).await?;
    }
    Ok(stored)
}

async fn import_together(
    world: &World,
    organisation: &OrganisationId,
    by: &Actor,
    files: &[File],
) -> Result<usize, CannedFault> {
    for _ in 0..TRIES {
        let mut turn = Turn::begin(world, organisation).await?;
        let mut stored = 0;
        for file in files {
            let id = id_of(organisation, &file.path);
            let known = turn.all.iter().find(|response| response.id == id);
            let response = CannedResponse {
                id,
                organisation: organisation.clone(),
                content: Content::from_file(&file.path, &file.bytes)?,
                version: known.map_or(1, |known| known.version.saturating_add(1)),
                updated_at: world.clock.now(),
                updated_by: Some(by.clone()),
            };
            if known.is_some_and(|known| known.content == response.content) {
                continue;
            }
            turn.takes(&response)?;
            if response.version == 1 {
                turn.commit.create_canned_response(&response);
            } else {
                turn.commit.update_canned_response(&response);
            }
            turn.all.retain(|one| one.id != response.id);
            turn.all.push(response);
            stored += 1;
        }
        if turn.end(world).await? {
            return Ok(stored);
        }
    }
    Err(CannedFault::Contended)
}

/// One try at changing canned responses; whoever was second begins another one.
struct Turn {
    stamp: Option<CannedStamp>,
    all: Vec<CannedResponse>,
    organisation: OrganisationId,
    commit: Commit,
}

impl Turn {
    /// Reads the stamp, then all of them, before anything is decided.
    async fn begin(world: &World, organisation: &OrganisationId) -> Result<Self, CannedFault> {
        Ok(Self {
            stamp: world.store.canned_stamp(organisation).await?,
            all: world.store.canned_responses(organisation).await?,
            organisation: organisation.clone(),
            commit: Commit::new(organisation, world.clock.now()),
        })
    }

    fn find(
        &self,
        id: &CannedResponseId,
        expected: Option<u64>,
    ) -> Result<CannedResponse, CannedFault> {
        let found = self.all.iter().find(|response| response.id == *id);
        let found = found.ok_or(CannedFault::Missing)?;
        if expected.is_some_and(|version| version != found.version) {
            return Err(CannedFault::Older(found.version));
        }
        Ok(found.clone())
    }

    /// Whether there is room for it, and nobody else has its shortcut in its language.
    fn takes(&self, response: &CannedResponse) -> Result<(), CannedFault> {
        let place = |one: &CannedResponse| {
            let language = one.content.language.to_lowercase();
            (language, one.content.shortcut.clone())
        };
        let mut others = self.all.iter().filter(|one| one.id != response.id);
        if others.any(|one| place(one) == place(response)) {
            return Err(CannedFault::Shortcut(response.content.shortcut.clone()));
        }
        if response.version == 1 && self.all.len() >= MOST_CANNED {
            return Err(CannedFault::TooMany);
        }
        Ok(())
    }

    /// Stores the change; `false` when somebody else was first.
    async fn end(mut self, world: &World) -> Result<bool, CannedFault> {
        if self.commit.is_empty() {
            return Ok(true);
        }
        let next = CannedStamp {
            stamp: world.entropy.request(world.clock.now()).to_string(),
        };
        let read = self.stamp.as_ref();
        self.commit.canned_stamp(&self.organisation, read, &next);
        match world.store.commit(self.commit).await {
            Ok(()) => Ok(true),
            Err(CommitError::Refused(_)) => Ok(false),
            Err(CommitError::Other(error)) => Err(error.into()),
        }
    }
}
