//! A draft of a reply, and what becomes of it.
//!
//! Invariant: a draft that is not open any more changes in one way only: it is open again when the reply it became was
//! taken back before it left.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::clean::Removal;
use super::distance::distance;
use super::gates::Decision;
use super::sentence::{Cited, Sentence, Support, joined};
use crate::ids::{CannedResponseId, DraftId, MessageId, OrganisationId, TicketId};
use crate::knowledge::passage::{Passage, PassageId};
use crate::knowledge::ranking::Ranked;
use crate::people::Actor;
use crate::status::words;

words! {
    /// What a draft was made from.
    Source {
        /// The template of the rules.
        Rules = "rules",
        /// A canned response.
        Canned = "canned",
        /// What people wrote to others about the same.
        Past = "past",
        /// Sentences of the knowledge base, word for word.
        Knowledge = "knowledge",
        /// A language model.
        Model = "model",
    }
}

words! {
    /// Why an agent did not want a draft.
    DismissReason {
        /// It says something untrue.
        Wrong = "wrong",
        /// It does not answer the question.
        OffTopic = "off_topic",
        /// It leaves out something important.
        Incomplete = "incomplete",
        /// Right, but not how we speak.
        Tone = "tone",
        /// No answer is needed.
        NotNeeded = "not_needed",
        /// Something else, see the comment.
        Other = "other",
    }
}

words! {
    /// What a reply took from the draft that was open when it was written.
    Taken {
        /// All of it, as it was.
        Accepted = "accepted",
        /// The draft, changed by an agent.
        Edited = "edited",
        /// Nothing: the agent wrote words of their own.
        Replaced = "replaced",
        /// All of it, and no person looked at it.
        Automatic = "automatic",
    }
}

/// Where a draft stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Waits for an agent.
    Suggested,
    /// Not wanted.
    Dismissed {
        /// Why.
        reason: DismissReason,
        /// In the agent's words.
        #[serde(default)]
        comment: Option<String>,
    },
    /// A reply was written while it was open.
    Sent {
        /// The message that was sent.
        message: MessageId,
        /// What the reply took from it.
        taken: Taken,
        /// How far the reply is from the draft: 0 unchanged, 1 nothing in common.
        distance: f32,
    },
    /// Something new arrived before it was used.
    Stale,
}

/// A text in one language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// BCP 47.
    pub language: String,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
}

impl Version {
    /// The text as it would be sent.
    #[must_use]
    pub fn text(&self) -> String {
        joined(&self.sentences)
    }

    /// How many sentences nothing supports.
    #[must_use]
    pub fn unsupported(&self) -> usize {
        let open = self
            .sentences
            .iter()
            .filter(|s| s.support == Support::Unsupported);
        open.count()
    }

    /// The passages it cites, each once, in the order of the sentences.
    #[must_use]
    pub fn cited(&self) -> Vec<&PassageId> {
        let mut cited: Vec<&PassageId> = Vec::new();
        for source in self.sentences.iter().flat_map(|s| &s.sources) {
            if let Cited::Passage(id) = source
                && !cited.contains(&id)
            {
                cited.push(id);
            }
        }
        cited
    }
}

/// A passage as it was when the draft was made: articles change, and what a reply rested on must stay readable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quoted {
    /// Its id.
    pub id: PassageId,
    /// Title of the article.
    pub title: String,
    /// The headings it stood under, outermost first.
    pub headings: Vec<String>,
    /// Its words.
    pub text: String,
    /// BCP 47.
    pub language: String,
    /// Where customers can read the article.
    #[serde(default)]
    pub url: Option<String>,
}

impl From<&Passage> for Quoted {
    fn from(passage: &Passage) -> Self {
        Self {
            id: passage.id.clone(),
            title: passage.title.clone(),
            headings: passage.headings.clone(),
            text: passage.text.clone(),
            language: passage.language.clone(),
            url: passage.url.clone(),
        }
    }
}

/// The canned response behind a draft, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromCanned {
    /// Its id.
    pub id: CannedResponseId,
    /// Its name.
    pub name: String,
    /// Its shortcut.
    pub shortcut: String,
}

/// The model call behind a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelCall {
    /// Name of the model as the provider gives it.
    pub model: String,
}

/// One line of a draft's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// What it became: the word of its state.
    pub became: String,
    /// Who did it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// A draft of a reply.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The ticket.
    pub ticket: TicketId,
    /// The customer's message that it answers.
    pub answers: MessageId,
    /// What it was made from.
    pub engine: Source,
    /// In the customer's language; this is what would be sent.
    pub customer: Version,
    /// In the team's language, when that is another one.
    #[serde(default)]
    pub team: Option<Version>,
    /// The passages that its sentences cite.
    #[serde(default)]
    pub passages: Vec<Quoted>,
    /// The canned response it was made from.
    #[serde(default)]
    pub canned: Option<FromCanned>,
    /// What was taken out of it, for agents.
    #[serde(default)]
    pub removed: Vec<Removal>,
    /// The model call, when a model wrote it.
    #[serde(default)]
    pub model: Option<ModelCall>,
    /// How the passages that it could cite were ranked; absent without a knowledge base.
    #[serde(default)]
    pub ranked: Option<Ranked>,
    /// Whether it could go out without a person; absent where that is switched off.
    #[serde(default)]
    pub automatic: Option<Decision>,
    /// Where it stands.
    #[serde(flatten)]
    pub state: State,
    /// What became of it, oldest first.
    #[serde(default)]
    pub history: Vec<Moment>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its state last changed.
    pub changed_at: Timestamp,
    /// Counts changes, for optimistic locking.
    pub version: u64,
}

/// What happens to a draft.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// An agent does not want it.
    Dismiss {
        /// Why.
        reason: DismissReason,
        /// In the agent's words.
        comment: Option<String>,
    },
    /// A reply was written.
    Sent {
        /// The message.
        message: MessageId,
        /// Its text without quoted history and signature.
        text: String,
        /// What it took from the draft.
        taken: Taken,
    },
    /// The reply was taken back before it left.
    TakenBack {
        /// The message.
        message: MessageId,
    },
    /// A public message arrived, or the ticket was closed.
    Overtaken,
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the draft is {state} and cannot be used any more; read the drafts of the ticket again")]
pub struct Settled {
    /// The state it is in.
    pub state: &'static str,
}

impl State {
    /// The word for it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            State::Suggested => "suggested",
            State::Dismissed { .. } => "dismissed",
            State::Sent { taken, .. } => taken.word(),
            State::Stale => "stale",
        }
    }

    /// Whether it waits for somebody.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, State::Suggested)
    }
}

impl Draft {
    /// Takes a step and notes it in the history.
    ///
    /// # Errors
    /// When the draft is not open any more.
    pub fn step(&mut self, step: Step, by: &Actor, now: Timestamp) -> Result<(), Settled> {
        let next = match (&self.state, step) {
            (State::Suggested, Step::Dismiss { reason, comment }) => {
                State::Dismissed { reason, comment }
            }
            (
                State::Suggested,
                Step::Sent {
                    message,
                    text,
                    taken,
                },
            ) => State::Sent {
                message,
                taken,
                distance: distance(&self.customer.text(), &text),
            },
            (State::Suggested, Step::Overtaken) => State::Stale,
            (State::Sent { message, .. }, Step::TakenBack { message: back })
                if *message == back =>
            {
                State::Suggested
            }
            (
                State::Suggested | State::Dismissed { .. } | State::Sent { .. } | State::Stale,
                Step::Dismiss { .. } | Step::Sent { .. } | Step::TakenBack { .. } | Step::Overtaken,
            ) => {
                return Err(Settled {
                    state: self.state.word(),
                });
            }
        };
        self.state = next;
        self.changed_at = now;
        self.version = self.version.saturating_add(1);
        self.history.push(Moment {
            became: self.state.word().to_owned(),
            by: by.clone(),
            at: now,
        });
        Ok(())
    }

    /// What a reply with this text took from the draft that an agent began from.
    #[must_use]
    pub fn taken(&self, text: &str) -> Taken {
        if distance(&self.customer.text(), text) == 0.0 {
            Taken::Accepted
        } else {
            Taken::Edited
        }
    }
}

#[cfg(test)]
mod tests;
