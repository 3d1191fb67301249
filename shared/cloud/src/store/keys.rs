//! The keys of the table.
//!
//! Invariant: no other file spells a key, and every key of an organisation's data begins with the organisation.
//! Global are only the look-ups by which an organisation is found: addresses, sign-ins, secrets by hash.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use jiff::civil::Date;
use lambdesk_domain::delivery::DeliveryState;
use lambdesk_domain::facts::Source;
use lambdesk_domain::ids::{
    AgentId, ApiKeyId, ArticleId, CannedResponseId, ContactId, DraftId, EventId, MailboxId,
    MessageId, OrganisationId, OutboxId, ParkedId, TeamId, TicketId,
};
use lambdesk_domain::model::ledger::Call;
use lambdesk_domain::secret::SecretName;
use lambdesk_domain::status::Status;

use crate::entropy::sha256_hex;

pub(crate) const PK: &str = "PK";
pub(crate) const SK: &str = "SK";

/// Beginnings of sort keys.
pub(super) const MESSAGES: &str = "M#";
pub(super) const EVENTS: &str = "EV#";
pub(super) const TRIAGE: &str = "TRI#";
pub(super) const DRAFTS: &str = "DRF#";
pub(super) const ARTICLES: &str = "ART#";
pub(super) const CANNED: &str = "CAN#";
pub(super) const CANNED_USES: &str = "CANU#";
pub(super) const AGENTS: &str = "A#";
pub(super) const TEAMS: &str = "TEAM#";
pub(super) const MAILBOXES: &str = "MBX#";
pub(super) const CALLS: &str = "COST#";
pub(super) const SECRETS: &str = "SECRET#";
pub(super) const PARKED: &str = "P#";
pub(super) const LOGIN: &str = "O#";
/// Where inserted outbox entries are recognised by the stream's filter.
pub const OUTBOX_PREFIX: &str = "OUTBOX#";
/// Beginnings of sort keys of an assignee's tickets: open ones and finished ones.
pub(super) const OPEN: &str = "O#";
pub(super) const FINISHED: &str = "Z#";

/// The primary key of an item.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) pk: String,
    pub(super) sk: String,
}

impl Key {
    pub(super) fn new(pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self {
            pk: pk.into(),
            sk: sk.into(),
        }
    }

    pub(super) fn attributes(&self) -> HashMap<String, AttributeValue> {
        HashMap::from([
            (PK.to_owned(), AttributeValue::S(self.pk.clone())),
            (SK.to_owned(), AttributeValue::S(self.sk.clone())),
        ])
    }
}

/// The key of one place in an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) index: super::table::Index,
    pub(super) pk: String,
    pub(super) sk: String,
}

/// Milliseconds in thirteen digits, so that text order is time order until the year 2286.
pub(super) fn millis(at: Timestamp) -> String {
    format!("{:013}", at.as_millisecond().max(0))
}

pub(super) fn base(o: &OrganisationId) -> String {
    format!("O#{o}")
}

pub(super) fn organisation(o: &OrganisationId) -> Key {
    Key::new(base(o), "META")
}

pub(super) fn agent(o: &OrganisationId, a: &AgentId) -> Key {
    Key::new(base(o), format!("{AGENTS}{a}"))
}

pub(super) fn team(o: &OrganisationId, team: &TeamId) -> Key {
    Key::new(base(o), format!("{TEAMS}{team}"))
}

/// Where the agents of an organisation are now.
pub(super) fn presences(o: &OrganisationId) -> String {
    format!("O#{o}#HERE")
}

pub(super) fn presence(o: &OrganisationId, a: &AgentId) -> Key {
    Key::new(presences(o), a.to_string())
}

pub(super) fn mailbox(o: &OrganisationId, id: &MailboxId) -> Key {
    Key::new(base(o), format!("{MAILBOXES}{id}"))
}

pub(super) fn secret(o: &OrganisationId, name: SecretName) -> Key {
    Key::new(base(o), format!("{SECRETS}{name}"))
}

pub(super) fn ticket_counter(o: &OrganisationId) -> Key {
    Key::new(base(o), "CTR#ticket")
}

pub(super) fn conversation(o: &OrganisationId, t: &TicketId) -> String {
    format!("O#{o}#T#{t}")
}

pub(super) fn ticket(o: &OrganisationId, t: &TicketId) -> Key {
    Key::new(conversation(o, t), "TICKET")
}

pub(super) fn contact_view(o: &OrganisationId, t: &TicketId) -> Key {
    Key::new(conversation(o, t), "V#CONTACT")
}

pub(super) fn message(o: &OrganisationId, t: &TicketId, m: &MessageId) -> Key {
    Key::new(conversation(o, t), format!("{MESSAGES}{m}"))
}

pub(super) fn event(o: &OrganisationId, t: &TicketId, e: &EventId) -> Key {
    Key::new(conversation(o, t), format!("{EVENTS}{e}"))
}

pub(super) fn triage(o: &OrganisationId, t: &TicketId, m: &MessageId) -> Key {
    Key::new(conversation(o, t), format!("{TRIAGE}{m}"))
}

pub(super) fn draft(o: &OrganisationId, t: &TicketId, d: &DraftId) -> Key {
    Key::new(conversation(o, t), format!("{DRAFTS}{d}"))
}

pub(super) fn article(o: &OrganisationId, id: &ArticleId) -> Key {
    Key::new(base(o), format!("{ARTICLES}{id}"))
}

pub(super) fn shelf(o: &OrganisationId) -> Key {
    Key::new(base(o), "KNOW")
}

pub(super) fn vectors(o: &OrganisationId) -> Key {
    Key::new(base(o), "VECTORS")
}

pub(super) fn canned(o: &OrganisationId, id: &CannedResponseId) -> Key {
    Key::new(base(o), format!("{CANNED}{id}"))
}

pub(super) fn canned_use(o: &OrganisationId, id: &CannedResponseId) -> Key {
    Key::new(base(o), format!("{CANNED_USES}{id}"))
}

pub(super) fn canned_stamp(o: &OrganisationId) -> Key {
    Key::new(base(o), "CANNED")
}

pub(super) fn automatic_answers(o: &OrganisationId, c: &ContactId) -> Key {
    Key::new(format!("O#{o}#C#{c}"), "AUTO")
}

/// What other systems knew about a ticket's customer.
pub(super) fn facts(o: &OrganisationId, t: &TicketId) -> Key {
    Key::new(conversation(o, t), "FACTS")
}

/// What other systems said about an address lately; the hash is keyed, so that it tells nothing.
pub(super) fn known(o: &OrganisationId, hash: &str) -> Key {
    Key::new(format!("O#{o}#KNOWN#{hash}"), "KNOWN")
}

pub(super) fn asked(o: &OrganisationId, source: Source, hour: i64) -> Key {
    Key::new(format!("O#{o}#ASKED#{source}"), format!("H#{hour}"))
}

pub(super) fn model_answer(o: &OrganisationId, t: &TicketId, m: &MessageId) -> Key {
    Key::new(conversation(o, t), format!("AI#{m}"))
}

/// The `n`th call of a question; calls of one ticket are in order of time.
pub(super) fn model_call(o: &OrganisationId, call: &Call, n: usize) -> Key {
    let (at, message) = (millis(call.at), &call.message);
    let sk = format!("{CALLS}{at}#{message}#{n:02}");
    Key::new(conversation(o, &call.ticket), sk)
}

pub(super) fn measurements(o: &OrganisationId) -> Key {
    Key::new(base(o), "MEASURED")
}

pub(super) fn budget(o: &OrganisationId, day: Date) -> Key {
    Key::new(base(o), format!("BUDGET#{day}"))
}

pub(super) fn rfc_id(o: &OrganisationId, id: &str) -> Key {
    Key::new(format!("O#{o}#MSGID#{}", sha256_hex(id)), "MSGID")
}

pub(super) fn mark(o: &OrganisationId, mark: &str) -> Key {
    Key::new(format!("O#{o}#MARK#{}", sha256_hex(mark)), "MARK")
}

pub(super) fn thread(o: &OrganisationId, root: &str) -> Key {
    Key::new(format!("O#{o}#THR#{root}"), "THR")
}

pub(super) fn number(o: &OrganisationId, n: u64) -> Key {
    Key::new(format!("O#{o}#N#{n}"), "N")
}

pub(super) fn contact(o: &OrganisationId, c: &ContactId) -> Key {
    Key::new(format!("O#{o}#C#{c}"), "CONTACT")
}

pub(super) fn contact_email(o: &OrganisationId, email: &str) -> Key {
    Key::new(format!("O#{o}#CE#{}", address_hash(email)), "CE")
}

pub(super) fn outbox(o: &OrganisationId, id: &OutboxId) -> Key {
    Key::new(format!("O#{o}#OUT"), format!("{OUTBOX_PREFIX}{id}"))
}

pub(super) fn parked_all(o: &OrganisationId) -> String {
    format!("O#{o}#PARK")
}

pub(super) fn parked(o: &OrganisationId, id: &ParkedId) -> Key {
    Key::new(parked_all(o), format!("{PARKED}{id}"))
}

pub(super) fn automatic(o: &OrganisationId, email: &str, hour: i64) -> Key {
    Key::new(
        format!("O#{o}#AUTO#{}", address_hash(email)),
        format!("H#{hour}"),
    )
}

pub(super) fn request(o: &OrganisationId, principal: &str, key: &str) -> Key {
    Key::new(
        format!("IDEMP#{o}#{principal}#{}", sha256_hex(key)),
        "IDEMP",
    )
}

pub(super) fn mailbox_address(address: &str) -> Key {
    Key::new(
        format!("MAILBOX#{}", address.trim().to_lowercase()),
        "MAILBOX",
    )
}

pub(super) fn slug(slug: &str) -> Key {
    Key::new(format!("SLUG#{slug}"), "SLUG")
}

pub(super) fn default_organisation() -> Key {
    Key::new("ROOT", "DEFAULT")
}

pub(super) fn logins(email: &str) -> String {
    format!("LOGIN#{}", address_hash(email))
}

pub(super) fn login(email: &str, o: &OrganisationId) -> Key {
    Key::new(logins(email), format!("{LOGIN}{o}"))
}

pub(super) fn session(hash: &str) -> Key {
    Key::new(format!("SESS#{hash}"), "SESS")
}

pub(super) fn link(hash: &str) -> Key {
    Key::new(format!("OTT#{hash}"), "OTT")
}

pub(super) fn api_key(id: &ApiKeyId) -> Key {
    Key::new(format!("KEY#{id}"), "KEY")
}

pub(super) fn beat(name: &str) -> Key {
    Key::new("ROOT", format!("BEAT#{name}"))
}

pub(super) fn status_list(o: &OrganisationId, status: Status) -> String {
    format!("O#{o}#ST#{status}")
}

pub(super) fn quarantine_list(o: &OrganisationId) -> String {
    format!("O#{o}#ST#quarantine")
}

pub(super) fn assignee_list(o: &OrganisationId, agent: Option<&AgentId>) -> String {
    format!("O#{o}#AS#{}", agent.map_or("UNASSIGNED", AgentId::as_str))
}

pub(super) fn contact_tickets(o: &OrganisationId, c: &ContactId) -> String {
    format!("O#{o}#C#{c}")
}

pub(super) fn outgoing_list(o: &OrganisationId, state: DeliveryState) -> String {
    format!("O#{o}#OUT#{state}")
}

pub(super) fn created_list(o: &OrganisationId) -> String {
    format!("O#{o}#NEW")
}

pub(super) fn contact_list(o: &OrganisationId) -> String {
    format!("O#{o}#CONTACTS")
}

pub(super) fn api_key_list(o: &OrganisationId) -> String {
    format!("O#{o}#KEYS")
}

/// Messages that are due. One partition carries a thousand changes a second; more would need more shards.
pub(super) fn due_list() -> String {
    "DUE#0".to_owned()
}

/// Outbox entries by when they are due.
pub(super) fn due_outbox_list() -> String {
    "DUE#OUTBOX#0".to_owned()
}

fn address_hash(email: &str) -> String {
    sha256_hex(email.trim().to_lowercase())
}

#[cfg(test)]
mod tests;
