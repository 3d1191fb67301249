//! Organisations, mailboxes, agents and teams.
//!
//! Invariant: a mailbox address belongs to one organisation, and a sign-in address to one agent of it.

use aws_sdk_dynamodb::types::AttributeValue;
use lambdesk_domain::ids::{AgentId, MailboxId, OrganisationId};
use lambdesk_domain::people::{Agent, Mailbox, Organisation, Team};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::keys::Key;
use super::rows::Range;
use super::transact::{Action, Condition, Refused};
use super::{Store, items, keys};
use crate::error::{Error, Kind, Result};

/// Most agents, teams or mailboxes of one organisation.
const MOST: usize = 2_000;
const CREATE: &str = "create the organisation";

/// A new organisation with what it needs to work.
#[derive(Debug, Clone)]
pub struct NewOrganisation {
    /// The organisation.
    pub organisation: Organisation,
    /// Its first mailbox.
    pub mailbox: Mailbox,
    /// Its owner.
    pub owner: Agent,
}

impl Store {
    /// Creates an organisation; creating the same one again changes nothing. The first one becomes the default.
    ///
    /// # Errors
    /// `Conflict` when its slug or an address is taken, or another one became the default meanwhile.
    pub async fn create_organisation(&self, new: &NewOrganisation) -> Result<()> {
        let with_default = self
            .get(CREATE, &keys::default_organisation())
            .await?
            .is_none();
        let (told, actions) = founding(new, with_default)?;
        match Box::pin(self.transact(CREATE, actions)).await {
            Ok(()) => Ok(()),
            Err(Refused::At(positions)) if positions.contains(&0) => Ok(()),
            Err(Refused::At(positions)) => {
                let text = positions.first().and_then(|at| told.get(*at).copied());
                Err(Error::told(
                    Kind::Conflict,
                    CREATE,
                    text.unwrap_or("it exists in part"),
                ))
            }
            Err(Refused::Other(error)) => Err(error),
        }
    }

    /// The organisation.
    ///
    /// # Errors
    /// As the service says.
    pub async fn organisation(&self, id: &OrganisationId) -> Result<Option<Organisation>> {
        self.get("read the organisation", &keys::organisation(id))
            .await?
            .map(items::read)
            .transpose()
    }

    /// Stores a changed organisation, one version on; the slug never changes.
    ///
    /// # Errors
    /// `Conflict` when it was changed meanwhile.
    pub async fn save_organisation(&self, organisation: &Organisation) -> Result<()> {
        let key = keys::organisation(&organisation.id);
        let item = items::item("organisation", &key, organisation)?;
        let before = AttributeValue::N(organisation.version.saturating_sub(1).to_string());
        let slug = AttributeValue::S(organisation.slug.clone());
        let unchanged = Condition::equals("version", Some(before)).and_equals("slug", Some(slug));
        self.put_one("store the organisation", item, Some(unchanged))
            .await
    }

    /// The organisation that was created first.
    ///
    /// # Errors
    /// As the service says.
    pub async fn default_organisation(&self) -> Result<Option<Organisation>> {
        self.led_to(
            "find the default organisation",
            &keys::default_organisation(),
        )
        .await
    }

    /// The organisation with this slug.
    ///
    /// # Errors
    /// As the service says.
    pub async fn organisation_by_slug(&self, slug: &str) -> Result<Option<Organisation>> {
        self.led_to(
            "find the organisation of a reply address",
            &keys::slug(slug),
        )
        .await
    }

    /// The mailbox of the first of some addresses that has one.
    ///
    /// # Errors
    /// As the service says.
    pub async fn mailbox_by_address(&self, addresses: &[String]) -> Result<Option<Mailbox>> {
        let wanted: Vec<_> = addresses.iter().map(|a| keys::mailbox_address(a)).collect();
        let mut found = Box::pin(self.get_all("look up the mailbox", wanted.clone())).await?;
        let first = wanted.iter().find_map(|key| found.remove(key));
        first.map(items::read).transpose()
    }

    /// The mailboxes of an organisation.
    ///
    /// # Errors
    /// As the service says.
    pub async fn mailboxes(&self, organisation: &OrganisationId) -> Result<Vec<Mailbox>> {
        self.list_small("list mailboxes", organisation, keys::MAILBOXES)
            .await
    }

    /// Stores a new or changed mailbox.
    ///
    /// # Errors
    /// `Conflict` when its address belongs to another one.
    pub async fn put_mailbox(&self, mailbox: &Mailbox) -> Result<()> {
        let o = &mailbox.organisation;
        let stored: Option<Mailbox> = self
            .get("store the mailbox", &keys::mailbox(o, &mailbox.id))
            .await?
            .map(items::read)
            .transpose()?;
        let id = Some(AttributeValue::S(mailbox.id.to_string()));
        let mine = Condition::equals("id", id);
        let mut actions = mailbox_items(mailbox, Some(mine.clone().or_absent()), None)?;
        let old = stored.map(|old| keys::mailbox_address(&old.address));
        if let Some(old) = old.filter(|old| *old != keys::mailbox_address(&mailbox.address)) {
            actions.push(Action::Delete(old, Some(mine)));
        }
        let text = "the address belongs to another mailbox; choose another address";
        self.settle("store the mailbox", text, actions).await
    }

    /// Removes a mailbox; its address is free again.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn delete_mailbox(
        &self,
        organisation: &OrganisationId,
        id: &MailboxId,
    ) -> Result<()> {
        let key = keys::mailbox(organisation, id);
        let Some(item) = self.get("remove the mailbox", &key).await? else {
            return Err(Error::new(Kind::NotFound, "remove the mailbox"));
        };
        let mailbox: Mailbox = items::read(item)?;
        let mine = Condition::equals("id", Some(AttributeValue::S(id.to_string())));
        let address = keys::mailbox_address(&mailbox.address);
        let actions = vec![
            Action::Delete(key, None),
            Action::Delete(address, Some(mine.or_absent())),
        ];
        self.settle(
            "remove the mailbox",
            "it was changed meanwhile; read it again",
            actions,
        )
        .await
    }

    /// The agents of an organisation.
    ///
    /// # Errors
    /// As the service says.
    pub async fn agents(&self, organisation: &OrganisationId) -> Result<Vec<Agent>> {
        self.list_small("list agents", organisation, keys::AGENTS)
            .await
    }

    /// One agent.
    ///
    /// # Errors
    /// As the service says.
    pub async fn agent(
        &self,
        organisation: &OrganisationId,
        id: &AgentId,
    ) -> Result<Option<Agent>> {
        self.get("read the agent", &keys::agent(organisation, id))
            .await?
            .map(items::read)
            .transpose()
    }

    /// Everybody who signs in with an address, in all organisations.
    ///
    /// # Errors
    /// As the service says.
    pub async fn agents_by_email(&self, email: &str) -> Result<Vec<(OrganisationId, AgentId)>> {
        let range = Range::of(keys::logins(email), keys::LOGIN);
        let rows = Box::pin(self.all_rows("look up who signs in", &range, MOST)).await?;
        let logins = rows.into_iter().map(items::read::<Login>);
        logins
            .map(|login| login.map(|login| (login.organisation, login.agent)))
            .collect()
    }

    /// The teams of an organisation.
    ///
    /// # Errors
    /// As the service says.
    pub async fn teams(&self, organisation: &OrganisationId) -> Result<Vec<Team>> {
        self.list_small("list teams", organisation, keys::TEAMS)
            .await
    }

    /// Stores a new or changed team.
    ///
    /// # Errors
    /// As the service says.
    pub async fn put_team(&self, team: &Team) -> Result<()> {
        let item = items::item("team", &keys::team(&team.organisation, &team.id), team)?;
        self.put_one("store the team", item, None).await
    }

    async fn list_small<T: DeserializeOwned>(
        &self,
        doing: &'static str,
        organisation: &OrganisationId,
        prefix: &str,
    ) -> Result<Vec<T>> {
        let range = Range::of(keys::base(organisation), prefix);
        let rows = Box::pin(self.all_rows(doing, &range, MOST)).await?;
        rows.into_iter().map(items::read).collect()
    }

    async fn led_to(&self, doing: &'static str, key: &Key) -> Result<Option<Organisation>> {
        let Some(item) = self.get(doing, key).await? else {
            return Ok(None);
        };
        let pointer: OrganisationPointer = items::read(item)?;
        self.organisation(&pointer.organisation).await
    }

    async fn settle(
        &self,
        doing: &'static str,
        taken: &'static str,
        actions: Vec<Action>,
    ) -> Result<()> {
        match Box::pin(self.transact(doing, actions)).await {
            Ok(()) => Ok(()),
            Err(Refused::At(_)) => Err(Error::told(Kind::Conflict, doing, taken)),
            Err(Refused::Other(error)) => Err(error),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct OrganisationPointer {
    organisation: OrganisationId,
}

#[derive(Serialize, Deserialize)]
struct Login {
    organisation: OrganisationId,
    agent: AgentId,
}

/// Everything a new organisation is made of, and what to say when a part is refused.
fn founding(new: &NewOrganisation, with_default: bool) -> Result<(Vec<&'static str>, Vec<Action>)> {
    const TAKEN_SLUG: &str = "the slug is taken; draw another one";
    const TAKEN_MAILBOX: &str = "the mailbox address belongs to another organisation";
    const TAKEN_OWNER: &str = "the owner's record exists already";
    const TAKEN_DEFAULT: &str = "another organisation became the default meanwhile; read it";
    let o = &new.organisation;
    if new.mailbox.organisation != o.id || new.owner.organisation != o.id {
        let text = "mailbox and owner must belong to the new organisation";
        return Err(Error::told(Kind::Invalid, CREATE, text));
    }
    let absent = || Some(Condition::absent());
    let pointer = OrganisationPointer {
        organisation: o.id.clone(),
    };
    let organisation = items::item("organisation", &keys::organisation(&o.id), o)?;
    let slug = items::item("slug", &keys::slug(&o.slug), &pointer)?;
    let mut told = vec!["the organisation exists", TAKEN_SLUG];
    let mut actions = vec![
        Action::Put(organisation, absent()),
        Action::Put(slug, absent()),
    ];
    actions.extend(mailbox_items(&new.mailbox, absent(), absent())?);
    actions.extend(agent_items(&new.owner, absent(), absent())?);
    told.extend([TAKEN_MAILBOX, TAKEN_MAILBOX, TAKEN_OWNER, TAKEN_OWNER]);
    if with_default {
        let item = items::item("default", &keys::default_organisation(), &pointer)?;
        actions.push(Action::Put(item, absent()));
        told.push(TAKEN_DEFAULT);
    }
    Ok((told, actions))
}

/// The mailbox and its look-up, which holds a copy so that one read finds it.
fn mailbox_items(
    mailbox: &Mailbox,
    look_up: Option<Condition>,
    itself: Option<Condition>,
) -> Result<Vec<Action>> {
    let key = keys::mailbox(&mailbox.organisation, &mailbox.id);
    let address = keys::mailbox_address(&mailbox.address);
    Ok(vec![
        Action::Put(items::item("mailbox", &key, mailbox)?, itself),
        Action::Put(items::item("mailbox_address", &address, mailbox)?, look_up),
    ])
}

/// The agent, and the look-up by which they sign in.
pub(super) fn agent_items(
    agent: &Agent,
    look_up: Option<Condition>,
    itself: Option<Condition>,
) -> Result<[Action; 2]> {
    let key = keys::agent(&agent.organisation, &agent.id);
    let login = keys::login(&agent.email, &agent.organisation);
    let pointer = Login {
        organisation: agent.organisation.clone(),
        agent: agent.id.clone(),
    };
    Ok([
        Action::Put(items::item("agent", &key, agent)?, itself),
        Action::Put(items::item("login", &login, &pointer)?, look_up),
    ])
}
