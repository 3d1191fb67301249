//! Drafts of replies as clients see them.

use jiff::Timestamp;
use lambdesk_domain::draft::clean::Removal;
use lambdesk_domain::draft::gates::{Decision, Gate};
use lambdesk_domain::draft::sentence::{Cited, Sentence};
use lambdesk_domain::draft::state::{Draft, FromCanned, Moment, Quoted, State, Version};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ActorView, CreateReply, DismissWord, DraftEngineWord, GateWord, RankingWord, RemovalWord,
    StatusWord, SupportWord, TakenWord,
};

/// A draft of a reply.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DraftView {
    /// Its id.
    #[schema(example = "drf_01jd4xq9wz3v8r5y7k2m6n0pab")]
    id: String,
    /// Its ticket.
    ticket: String,
    /// The customer's message that it answers.
    answers: String,
    /// `suggested` waits for somebody; `accepted`, `edited`, `replaced` (an agent wrote words of their own) and `automatic`
    /// (no person looked at it) went out; `dismissed` was not wanted; `stale` was overtaken by a newer message.
    #[schema(example = "suggested")]
    state: &'static str,
    /// What it was made from.
    engine: DraftEngineWord,
    /// The model that wrote it.
    model: Option<String>,
    /// BCP 47.
    language: String,
    /// The text as it would be sent, in the customer's language.
    text: String,
    /// Its sentences with what supports them.
    sentences: Vec<SentenceView>,
    /// How many of them nothing supports.
    unsupported: usize,
    /// The same in the team's language, when that is another one.
    team: Option<VersionView>,
    /// The passages that its sentences cite, as they were then.
    passages: Vec<QuotedView>,
    /// What the passages it could cite were ranked by; null without a knowledge base.
    ranking: Option<RankingWord>,
    /// Why by words alone although embeddings were set up.
    ranking_note: Option<String>,
    /// The canned response it was made from.
    canned: Option<FromCannedView>,
    /// What was taken out of it.
    removed: Vec<RemovalView>,
    /// Whether it could go out without a person; null where that is switched off.
    automatic: Option<AutomaticView>,
    /// The reply that was written while it was open.
    sent: Option<SentView>,
    /// Why it was not wanted.
    dismissed: Option<DismissedView>,
    /// What became of it, oldest first.
    history: Vec<MomentView>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When its state last changed.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
}

/// A text in one language.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VersionView {
    /// BCP 47.
    language: String,
    /// The text.
    text: String,
    /// Its sentences with what supports them.
    sentences: Vec<SentenceView>,
}

/// One sentence of a draft.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SentenceView {
    /// Its words.
    text: String,
    /// Line breaks before it: 0 goes on, 1 a new line, 2 a new paragraph.
    breaks: u8,
    /// Whether something supports it.
    support: SupportWord,
    /// Why nothing does.
    why: Vec<String>,
    /// What it rests on.
    sources: Vec<SourceView>,
    /// Whether part of it is known from the customer alone.
    on_customers_word: bool,
}

/// What a sentence rests on.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SourceView {
    /// `passage` of the knowledge base, `canned` (a canned response), `past` (people wrote it to several other customers, this
    /// ticket's among them), `own` (another text the organisation wrote for this) or `ticket` (the customer's words).
    #[schema(example = "passage")]
    kind: &'static str,
    /// Id of the passage; see `passages`.
    passage: Option<String>,
    /// Id of the article.
    article: Option<String>,
    /// Id of the canned response.
    canned_response: Option<String>,
    /// Id of the past ticket.
    ticket: Option<String>,
}

/// A passage that a draft cites.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuotedView {
    /// Its id.
    passage: String,
    /// Id of the article.
    article: String,
    /// Title of the article.
    title: String,
    /// The headings it stood under, outermost first.
    headings: Vec<String>,
    /// Its words.
    text: String,
    /// BCP 47.
    language: String,
    /// Where customers can read the article.
    url: Option<String>,
}

/// The canned response that a draft was made from, as it was then.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FromCannedView {
    /// Its id.
    canned_response: String,
    /// Its name.
    name: String,
    /// Its shortcut.
    shortcut: String,
}

/// Something that was taken out of a draft.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RemovalView {
    /// What it was.
    kind: RemovalWord,
    /// The beginning of it, made harmless.
    shown: String,
}

/// Whether a draft could go out without a person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AutomaticView {
    /// Whether it could.
    allowed: bool,
    /// What held it back.
    held_by: Vec<HeldView>,
}

/// A reason why a draft was not sent by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HeldView {
    /// Which gate.
    gate: GateWord,
    /// The reason in words.
    reason: String,
}

/// What a reply took from a draft.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SentView {
    /// Id of the message.
    message: String,
    /// What it took.
    taken: TakenWord,
    /// How far the reply is from the draft, in words: 0 unchanged, 1 nothing in common.
    distance: f32,
}

/// Why a draft was not wanted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DismissedView {
    /// Why.
    reason: DismissWord,
    /// In the agent's words.
    comment: Option<String>,
}

/// One line of a draft's history.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MomentView {
    /// The state it got.
    state: String,
    /// Who did it.
    by: ActorView,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// A draft to be sent as the reply.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptDraft {
    /// The words instead of the draft's, where they were edited.
    #[schema(max_length = 200_000)]
    pub(crate) text: Option<String>,
    /// The same words as HTML; it is sanitised.
    #[schema(max_length = 500_000)]
    html: Option<String>,
    /// Answer everybody the message went to.
    #[serde(default)]
    reply_all: bool,
    /// Whether public history is quoted below; the organisation's setting when absent.
    quote_history: Option<bool>,
    /// Seconds in which the reply can be taken back.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 120)]
    undo_seconds: u32,
    /// Send later, within 90 days.
    #[schema(value_type = Option<String>, format = DateTime)]
    send_at: Option<Timestamp>,
    /// `public_count` of the ticket when the draft was read. Something newer is answered with 409 `newer_message`.
    seen_messages: Option<u32>,
    /// New status once it is on its way, such as `resolved`.
    status: Option<StatusWord>,
}

impl AcceptDraft {
    /// The reply that a draft becomes.
    pub(crate) fn reply(self, draft: &Draft) -> CreateReply {
        let given = self.text.filter(|text| !text.trim().is_empty());
        let own_html = self
            .html
            .as_ref()
            .is_some_and(|html| !html.trim().is_empty());
        let text = match given {
            Some(text) => text,
            None if own_html => String::new(),
            None => draft.customer.text(),
        };
        CreateReply {
            text,
            html: self.html,
            to: None,
            cc: None,
            bcc: None,
            reply_all: self.reply_all,
            attachments: Vec::new(),
            quote_history: self.quote_history,
            undo_seconds: self.undo_seconds,
            send_at: self.send_at,
            seen_messages: self.seen_messages,
            status: self.status,
            draft: Some(draft.id.clone()),
            canned_responses: Vec::new(),
        }
    }
}

/// Why a draft is not wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DismissDraft {
    /// Why.
    pub(crate) reason: DismissWord,
    /// In your own words.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub(crate) comment: Option<String>,
}

impl From<&Decision> for AutomaticView {
    fn from(decision: &Decision) -> Self {
        let held = |gate: &Gate| HeldView {
            gate: (*gate).into(),
            reason: gate.reason().to_owned(),
        };
        match decision {
            Decision::Allowed => Self {
                allowed: true,
                held_by: Vec::new(),
            },
            Decision::Closed(gates) => Self {
                allowed: false,
                held_by: gates.iter().map(held).collect(),
            },
        }
    }
}

impl From<&Sentence> for SentenceView {
    fn from(sentence: &Sentence) -> Self {
        Self {
            text: sentence.text.clone(),
            breaks: sentence.breaks,
            support: sentence.support.into(),
            why: sentence.why.clone(),
            sources: sentence.sources.iter().map(SourceView::from).collect(),
            on_customers_word: sentence.on_customers_word,
        }
    }
}

impl From<&Cited> for SourceView {
    fn from(cited: &Cited) -> Self {
        let kind = |kind| Self {
            kind,
            passage: None,
            article: None,
            canned_response: None,
            ticket: None,
        };
        match cited {
            Cited::Ticket => kind("ticket"),
            Cited::Own => kind("own"),
            Cited::Canned(id) => Self {
                canned_response: Some(id.to_string()),
                ..kind("canned")
            },
            Cited::Past(id) => Self {
                ticket: Some(id.to_string()),
                ..kind("past")
            },
            Cited::Passage(id) => Self {
                passage: Some(id.to_string()),
                article: Some(id.article.to_string()),
                ..kind("passage")
            },
        }
    }
}

impl From<&Version> for VersionView {
    fn from(version: &Version) -> Self {
        Self {
            language: version.language.clone(),
            text: version.text(),
            sentences: version.sentences.iter().map(SentenceView::from).collect(),
        }
    }
}

impl From<Quoted> for QuotedView {
    fn from(quoted: Quoted) -> Self {
        Self {
            passage: quoted.id.to_string(),
            article: quoted.id.article.to_string(),
            title: quoted.title,
            headings: quoted.headings,
            text: quoted.text,
            language: quoted.language,
            url: quoted.url,
        }
    }
}

impl From<FromCanned> for FromCannedView {
    fn from(canned: FromCanned) -> Self {
        Self {
            canned_response: canned.id.to_string(),
            name: canned.name,
            shortcut: canned.shortcut,
        }
    }
}

impl From<Removal> for RemovalView {
    fn from(removal: Removal) -> Self {
        Self {
            kind: removal.kind.into(),
            shown: removal.shown,
        }
    }
}

impl From<Moment> for MomentView {
    fn from(moment: Moment) -> Self {
        Self {
            state: moment.became,
            by: ActorView::from(&moment.by),
            at: moment.at,
        }
    }
}

impl From<Draft> for DraftView {
    fn from(draft: Draft) -> Self {
        let customer = VersionView::from(&draft.customer);
        let (sent, dismissed) = match &draft.state {
            State::Sent {
                message,
                taken,
                distance,
            } => {
                let sent = SentView {
                    message: message.to_string(),
                    taken: (*taken).into(),
                    distance: *distance,
                };
                (Some(sent), None)
            }
            State::Dismissed { reason, comment } => {
                let dismissed = DismissedView {
                    reason: (*reason).into(),
                    comment: comment.clone(),
                };
                (None, Some(dismissed))
            }
            State::Suggested | State::Stale => (None, None),
        };
        Self {
            id: draft.id.to_string(),
            ticket: draft.ticket.to_string(),
            answers: draft.answers.to_string(),
            state: draft.state.word(),
            engine: draft.engine.into(),
            model: draft.model.map(|call| call.model),
            unsupported: draft.customer.unsupported(),
            language: customer.language,
            text: customer.text,
            sentences: customer.sentences,
            team: draft.team.as_ref().map(VersionView::from),
            passages: draft.passages.into_iter().map(QuotedView::from).collect(),
            ranking: draft.ranked.as_ref().map(|ranked| ranked.by.into()),
            ranking_note: draft.ranked.and_then(|ranked| ranked.note),
            canned: draft.canned.map(FromCannedView::from),
            removed: draft.removed.into_iter().map(RemovalView::from).collect(),
            automatic: draft.automatic.as_ref().map(AutomaticView::from),
            sent,
            dismissed,
            history: draft.history.into_iter().map(MomentView::from).collect(),
            created_at: draft.created_at,
            changed_at: draft.changed_at,
        }
    }
}
