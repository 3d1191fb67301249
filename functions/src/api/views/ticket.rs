//! Tickets and their events as clients see them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use lambdesk_cloud::store::{Counted, Counts};
use lambdesk_domain::ids::{AgentId, MailboxId, TeamId};
use lambdesk_domain::people::Team;
use lambdesk_domain::ticket::{Event, Ticket};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::{ActorView, PriorityWord, SentimentWord, SourceWord, StatusWord, TrustWord};
use crate::api::read::present;

/// A new ticket, as a customer's words.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateTicket {
    /// The customer's name.
    #[schema(example = "Ava Stone", max_length = 200)]
    pub(crate) customer_name: String,
    /// The customer's address.
    #[schema(example = "ava@example.com")]
    pub(crate) customer_email: String,
    /// Subject.
    #[schema(example = "Cannot login", max_length = 500)]
    pub(crate) subject: String,
    /// The customer's words.
    #[schema(
        example = "This is urgent. I cannot login and my team is blocked today.",
        max_length = 200_000
    )]
    pub(crate) message: String,
    /// How it came in; `api` when absent.
    pub(crate) source: Option<SourceWord>,
    /// The customer's tier, such as `standard` or `vip`.
    #[schema(example = "standard", max_length = 60)]
    pub(crate) customer_tier: Option<String>,
    /// The mailbox whose address replies come from; the organisation's first when absent.
    #[schema(value_type = Option<String>)]
    pub(crate) mailbox: Option<MailboxId>,
    /// Tags to begin with.
    #[serde(default)]
    pub(crate) tags: BTreeSet<String>,
}

/// A change of a ticket: what is absent stays, what is null is cleared.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatchTicket {
    /// New status; `close` and `reopen` are actions of their own.
    pub(crate) status: Option<StatusWord>,
    /// New priority.
    pub(crate) priority: Option<PriorityWord>,
    /// New category, or null.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub(crate) category: Option<Option<String>>,
    /// New subject.
    pub(crate) subject: Option<String>,
    /// New agent, or null for nobody.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub(crate) assignee: Option<Option<AgentId>>,
    /// New team by key or id, or null for none.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub(crate) assigned_team: Option<Option<String>>,
    /// The new set of tags.
    pub(crate) tags: Option<BTreeSet<String>>,
}

/// A new status.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetStatus {
    /// Where the ticket shall stand.
    pub(crate) status: StatusWord,
}

/// A new assignment: what is absent stays, what is null is cleared.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assign {
    /// An agent's id, `me`, or null for nobody.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, example = "me")]
    pub(crate) assignee: Option<Option<String>>,
    /// A team by key or id, or null for none.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub(crate) assigned_team: Option<Option<String>>,
}

/// Which tickets; lists of words are separated by commas.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct TicketParams {
    /// One or more statuses.
    #[param(example = "open,pending")]
    pub(crate) status: Option<String>,
    /// Key of the category.
    pub(crate) category: Option<String>,
    /// low, medium, high or urgent.
    pub(crate) priority: Option<String>,
    /// Key or id of the team.
    pub(crate) assigned_team: Option<String>,
    /// positive, neutral, negative or frustrated.
    pub(crate) sentiment: Option<String>,
    /// Part of subject, name, address or number.
    #[param(max_length = 200)]
    pub(crate) q: Option<String>,
    /// `me`, `none` or the id of an agent.
    pub(crate) assignee: Option<String>,
    /// Id of the customer.
    pub(crate) contact: Option<String>,
    /// A tag.
    pub(crate) tag: Option<String>,
    /// true for the tickets held back instead of the others.
    pub(crate) quarantined: Option<bool>,
    /// Only what changed at or after this moment (RFC 3339), for `order=updated`. To follow changes, send the newest
    /// `updated_at` you have, less ten seconds: the index lags behind a little.
    #[param(value_type = Option<String>, format = DateTime, example = "2026-11-21T09:30:00Z")]
    pub(crate) updated_since: Option<String>,
    /// `updated` (default) or `created`; newest first.
    pub(crate) order: Option<String>,
    /// Most tickets, 1 to 100; 25 when absent.
    #[param(minimum = 1, maximum = 100)]
    pub(crate) limit: Option<usize>,
    /// `next` of the page before.
    pub(crate) cursor: Option<String>,
}

/// A ticket.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TicketView {
    /// Its id.
    #[schema(example = "tkt_01jd4xq9wz3v8r5y7k2m6n0pab")]
    pub(crate) id: String,
    /// The number people use.
    pub(crate) number: u64,
    /// Subject.
    subject: String,
    /// Where it stands.
    status: StatusWord,
    /// Where it can go from there.
    allowed_statuses: Vec<StatusWord>,
    /// How soon it wants an answer.
    priority: PriorityWord,
    /// 0 to 100, behind the priority; null until it was judged.
    priority_score: Option<u8>,
    /// Key of its category; null until it was judged.
    category: Option<String>,
    /// Tone; null until it was judged.
    sentiment: Option<SentimentWord>,
    /// BCP 47 language of the customer.
    language: Option<String>,
    /// How sure the judgement is, 0 to 1.
    confidence: Option<f32>,
    /// Key of the responsible team.
    assigned_team: Option<String>,
    /// Id of the responsible team.
    team: Option<String>,
    /// Id of the responsible agent.
    assignee: Option<String>,
    /// A reply to start from.
    suggested_reply: Option<String>,
    /// What to do next, in words.
    next_action: Option<String>,
    /// The customer's id.
    contact: String,
    /// The customer's name when the ticket opened.
    customer_name: Option<String>,
    /// The customer's address when the ticket opened.
    customer_email: String,
    /// The customer's tier.
    customer_tier: Option<String>,
    /// Id of the mailbox it came to.
    mailbox: Option<String>,
    /// Address replies come from.
    mailbox_address: Option<String>,
    /// Tags.
    tags: BTreeSet<String>,
    /// How it came in.
    source: SourceWord,
    /// Beginning of the last public message.
    preview: String,
    /// Number of messages, notes included.
    message_count: u32,
    /// Number of public messages; send it as `seen_messages` with a reply.
    public_count: u32,
    /// The ticket it follows up.
    follows: Option<String>,
    /// Whether it began with automatic mail.
    automatic: bool,
    /// How far the sender of the mail that opened it is known to be who they say; `null` when no customer's mail did.
    sender_trust: Option<TrustWord>,
    /// Why it is held back from the queues, when it is.
    quarantine: Option<String>,
    /// Whether an answer that no person wrote resolved it; over when it is taken up again.
    ai_resolved: bool,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When anything last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Last public message of the customer.
    #[schema(value_type = Option<String>, format = DateTime)]
    customer_wrote_at: Option<Timestamp>,
    /// Last public message of an agent.
    #[schema(value_type = Option<String>, format = DateTime)]
    agent_wrote_at: Option<Timestamp>,
    /// First public message of an agent.
    #[schema(value_type = Option<String>, format = DateTime)]
    first_response_at: Option<Timestamp>,
    /// When it was resolved.
    #[schema(value_type = Option<String>, format = DateTime)]
    resolved_at: Option<Timestamp>,
    /// When it was closed.
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Timestamp>,
    /// Counts changes; also in the `ETag`.
    pub(crate) version: u64,
}

impl TicketView {
    /// The view of a ticket; `teams` gives its team's key.
    pub(crate) fn of(ticket: Ticket, teams: &[Team]) -> Self {
        let team_key = |id: &TeamId| teams.iter().find(|t| t.id == *id).map(|t| t.key.clone());
        Self {
            id: ticket.id.to_string(),
            number: ticket.number,
            subject: ticket.subject,
            status: ticket.status.into(),
            allowed_statuses: ticket
                .status
                .allowed_moves()
                .iter()
                .copied()
                .map(StatusWord)
                .collect(),
            priority: ticket.priority.into(),
            priority_score: ticket.priority_score,
            category: ticket.category,
            sentiment: ticket.sentiment.map(SentimentWord),
            language: ticket.language,
            confidence: ticket.confidence,
            assigned_team: ticket.team.as_ref().and_then(team_key),
            team: ticket.team.map(|id| id.to_string()),
            assignee: ticket.assignee.map(|id| id.to_string()),
            suggested_reply: ticket.suggested_reply,
            next_action: ticket.next_action,
            contact: ticket.contact.to_string(),
            customer_name: ticket.contact_name,
            customer_email: ticket.contact_email,
            customer_tier: ticket.customer_tier,
            mailbox: ticket.mailbox.map(|id| id.to_string()),
            mailbox_address: ticket.mailbox_address,
            tags: ticket.tags,
            source: ticket.source.into(),
            preview: ticket.preview,
            message_count: ticket.message_count,
            public_count: ticket.public_count,
            follows: ticket.follows.map(|id| id.to_string()),
            automatic: ticket.automatic,
            sender_trust: ticket.sender_trust.map(Into::into),
            quarantine: ticket.quarantine,
            ai_resolved: ticket.ai_resolved,
            created_at: ticket.created_at,
            updated_at: ticket.updated_at,
            customer_wrote_at: ticket.customer_wrote_at,
            agent_wrote_at: ticket.agent_wrote_at,
            first_response_at: ticket.first_response_at,
            resolved_at: ticket.resolved_at,
            closed_at: ticket.closed_at,
            version: ticket.version,
        }
    }
}

/// A ticket that was just created.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CreatedTicket {
    /// The ticket.
    #[serde(flatten)]
    pub(crate) ticket: TicketView,
    /// The customer's words.
    pub(crate) message: String,
    /// Id of the first message.
    pub(crate) message_id: String,
}

/// One line of the audit trail.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventView {
    /// Its id.
    id: String,
    /// What happened.
    #[schema(example = "ticket.edited")]
    kind: String,
    /// Who did it.
    actor: ActorView,
    /// Changed fields before.
    #[schema(value_type = Object)]
    before: BTreeMap<String, Value>,
    /// Changed fields after.
    #[schema(value_type = Object)]
    after: BTreeMap<String, Value>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

impl From<Event> for EventView {
    fn from(event: Event) -> Self {
        Self {
            id: event.id.to_string(),
            kind: event.kind,
            actor: ActorView::from(&event.actor),
            before: event.before,
            after: event.after,
            at: event.at,
        }
    }
}

/// How many there are.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct CountView {
    /// So many were found.
    count: u64,
    /// Counting stopped at its bound: there are at least so many.
    capped: bool,
}

impl From<Counted> for CountView {
    fn from(counted: Counted) -> Self {
        Self {
            count: u64::try_from(counted.count).unwrap_or(u64::MAX),
            capped: counted.capped,
        }
    }
}

/// How many tickets are in each queue of the inbox. Held back tickets are in `quarantine` only.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CountsView {
    /// Not resolved or closed: `open` and `waiting` together.
    active: CountView,
    /// Where the next move is yours: open, pending or in progress.
    open: CountView,
    /// Of `open`, those assigned to you; null for an API key.
    mine: Option<CountView>,
    /// Of `open`, those assigned to nobody.
    unassigned: CountView,
    /// Of `open`, those tagged `needs-triage`.
    needs_triage: CountView,
    /// Of `open`, those tagged `disagreed`.
    disagreed: CountView,
    /// Waiting on the customer.
    waiting: CountView,
    /// Held back.
    quarantine: CountView,
    /// Outgoing mails that bounced, failed or are uncertain; null without the right to see outgoing mail.
    undelivered: Option<CountView>,
}

impl From<Counts> for CountsView {
    fn from(counts: Counts) -> Self {
        Self {
            active: counts.active.into(),
            open: counts.open.into(),
            mine: counts.mine.map(CountView::from),
            unassigned: counts.unassigned.into(),
            needs_triage: counts.needs_triage.into(),
            disagreed: counts.disagreed.into(),
            waiting: counts.waiting.into(),
            quarantine: counts.quarantine.into(),
            undelivered: counts.undelivered.map(CountView::from),
        }
    }
}
