//! Closed lists of words, as they stand in the domain, with their values in the `OpenAPI` document.
//!
//! Invariant: the values in the document are the domain's own list.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{ObjectBuilder, RefOr, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $domain:ty as $shown:literal;)+) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub(crate) struct $name(pub(crate) $domain);

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let values = <$domain>::ALL.iter().map(|value| value.word());
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some(values)).into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed($shown)
            }
        }

        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                Self(value)
            }
        })+
    };
}

words! {
    /// Where a ticket stands.
    StatusWord = lambdesk_domain::status::Status as "Status";
    /// How soon a ticket wants an answer.
    PriorityWord = lambdesk_domain::status::Priority as "Priority";
    /// The tone of the customer.
    SentimentWord = lambdesk_domain::status::Sentiment as "Sentiment";
    /// How a ticket came in.
    SourceWord = lambdesk_domain::ticket::Source as "Source";
    /// Who speaks.
    AuthorWord = lambdesk_domain::message::Author as "Author";
    /// Who may read a message.
    VisibilityWord = lambdesk_domain::message::Visibility as "Visibility";
    /// Which rule put a mail where it is.
    MatchedByWord = lambdesk_domain::message::MatchedBy as "MatchedBy";
    /// Where an outgoing message stands.
    DeliveryWord = lambdesk_domain::delivery::DeliveryState as "DeliveryState";
    /// What somebody may do.
    RoleWord = lambdesk_domain::people::Role as "Role";
    /// Who judged a message.
    EngineWord = lambdesk_domain::triage::verdict::Engine as "Engine";
    /// Who runs a language model.
    ProviderWord = lambdesk_domain::model::Provider as "ModelProvider";
    /// What a model is asked for.
    StepWord = lambdesk_domain::model::Step as "ModelStep";
    /// How a model is held to JSON.
    StructuredWord = lambdesk_domain::model::capability::Structured as "Structured";
    /// How a call of a model ended.
    CallOutcomeWord = lambdesk_domain::model::ledger::CallOutcome as "CallOutcome";
    /// Why the rules decided although a model is configured.
    FallbackWord = lambdesk_domain::model::fallback::Fallback as "Fallback";
    /// Categories that come with the helpdesk.
    PresetWord = lambdesk_domain::triage::presets::Preset as "TaxonomyPreset";
    /// What a secret is for.
    SecretNameWord = lambdesk_domain::secret::SecretName as "SecretName";
    /// How a word of a question met a text.
    ViaWord = lambdesk_domain::knowledge::search::Via as "Via";
    /// What passages were ranked by.
    RankingWord = lambdesk_domain::knowledge::ranking::Ranking as "Ranking";
    /// What a draft was made from.
    DraftEngineWord = lambdesk_domain::draft::state::Source as "DraftEngine";
    /// Whether something supports a sentence.
    SupportWord = lambdesk_domain::draft::sentence::Support as "Support";
    /// What was taken out of a draft.
    RemovalWord = lambdesk_domain::draft::clean::RemovalKind as "Removal";
    /// What keeps a draft from being sent by itself.
    GateWord = lambdesk_domain::draft::gates::Gate as "Gate";
    /// What a reply took from a draft.
    TakenWord = lambdesk_domain::draft::state::Taken as "Taken";
    /// Why a draft was not wanted.
    DismissWord = lambdesk_domain::draft::state::DismissReason as "DismissReason";
    /// A system that is asked about customers.
    FactSourceWord = lambdesk_domain::facts::Source as "FactSource";
    /// What a fact is about.
    FactKindWord = lambdesk_domain::facts::FactKind as "FactKind";
    /// What came of asking a system.
    LookUpWord = lambdesk_domain::facts::Outcome as "LookUpOutcome";
    /// How far a sender is known to be who they say.
    TrustWord = lambdesk_domain::trust::Trust as "Trust";
    /// What somebody does at a ticket.
    DoingWord = lambdesk_domain::presence::Doing as "Doing";
    /// What an API key may be used for.
    ScopeWord = lambdesk_domain::access::Scope as "Scope";
}
