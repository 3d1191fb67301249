//! What a model can do and how it wants to be asked.
//!
//! Invariant: sampling parameters are not sent unless an organisation sets one; newer models refuse them.

use serde::{Deserialize, Serialize};

use super::Provider;
use super::prices::plain_name;
use crate::status::words;

words! {
    /// How a model is held to the schema, from the firmest way to the loosest.
    Structured {
        /// The provider enforces the schema.
        Strict = "strict",
        /// The schema is the input of the one tool the model must call.
        Tool = "tool",
        /// The provider enforces JSON; the schema is in the prompt.
        JsonObject = "json_object",
        /// Nothing is enforced; the schema is in the prompt.
        Prompt = "prompt",
    }
}

impl Structured {
    /// The next looser way a provider offers, for a server that refuses this one.
    #[must_use]
    pub fn looser(self, provider: Provider) -> Option<Self> {
        let speaks_chat = matches!(provider, Provider::OpenAi | Provider::Compatible);
        match self {
            Structured::Strict if speaks_chat => Some(Structured::JsonObject),
            Structured::Strict => Some(Structured::Tool),
            Structured::Tool | Structured::JsonObject => Some(Structured::Prompt),
            Structured::Prompt => None,
        }
    }

    /// Whether the schema has to stand in the prompt. A compatible server may take a schema and not hold the model
    /// to it (llama.cpp, issue 24097), so there it always does.
    #[must_use]
    pub fn wants_schema_in_prompt(self, provider: Provider) -> bool {
        match self {
            Structured::Strict | Structured::Tool => provider == Provider::Compatible,
            Structured::JsonObject | Structured::Prompt => true,
        }
    }
}

words! {
    /// The name of the field that limits the answer in chat completions.
    LimitField {
        /// What most compatible servers know.
        MaxTokens = "max_tokens",
        /// What OpenAI's reasoning models insist on.
        MaxCompletionTokens = "max_completion_tokens",
    }
}

/// What is known of a model.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Capability {
    /// How it is held to the schema.
    pub structured: Structured,
    /// How the answer is limited (chat completions only).
    pub limit_field: LimitField,
    /// Whether it can look at pictures.
    pub vision: bool,
    /// Tokens of question and answer together.
    pub context: u32,
    /// Whether it may think before it answers; thinking counts as output and is given room.
    pub thinks: bool,
    /// Fewest tokens of a standing part that the provider keeps when asked to; `None` when it is not asked.
    pub cache_from: Option<u32>,
    /// Sent only when an organisation sets it.
    pub temperature: Option<f32>,
}

/// What an organisation sets against the table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Overrides {
    /// How the model is held to the schema.
    pub structured: Option<Structured>,
    /// How the answer is limited.
    pub limit_field: Option<LimitField>,
    /// Whether it can look at pictures.
    pub vision: Option<bool>,
    /// Tokens of question and answer together.
    pub context: Option<u32>,
    /// Whether it may think.
    pub thinks: Option<bool>,
    /// Sampling temperature, 0 to 2.
    pub temperature: Option<f32>,
}

/// One line of the table: what models of a provider whose plain name begins so can do.
type Line = (Provider, &'static str, fn(Capability) -> Capability);

/// The first line that fits counts.
const TABLE: [Line; 14] = [
    // "What's new in Claude Haiku 5.5": thinks unless told otherwise, refuses sampling parameters.
    (Provider::Anthropic, "claude-haiku-5", thinking),
    (Provider::Anthropic, "claude-sonnet-5", thinking),
    (Provider::Anthropic, "claude-opus-5", thinking),
    // Models before structured outputs take the schema as a tool.
    (Provider::Anthropic, "claude-3", tool),
    (Provider::Anthropic, "claude-", |known| known),
    (Provider::OpenAi, "gpt-4o", |known| known),
    (Provider::OpenAi, "gpt-4", |known| known),
    (Provider::OpenAi, "gpt-3", json_object),
    (Provider::OpenAi, "", thinking),
    // "Get validated JSON results from models" names the models that Converse holds to a schema.
    (Provider::Bedrock, "anthropic.claude-3", tool),
    (Provider::Bedrock, "anthropic.claude-", |known| known),
    (Provider::Bedrock, "amazon.nova-micro", blind_tool),
    (Provider::Bedrock, "amazon.", tool),
    (Provider::Bedrock, "", blind_tool),
];

fn thinking(known: Capability) -> Capability {
    Capability {
        thinks: true,
        ..known
    }
}

fn tool(known: Capability) -> Capability {
    Capability {
        structured: Structured::Tool,
        cache_from: None,
        ..known
    }
}

fn blind_tool(known: Capability) -> Capability {
    Capability {
        vision: false,
        ..tool(known)
    }
}

fn json_object(known: Capability) -> Capability {
    Capability {
        structured: Structured::JsonObject,
        vision: false,
        context: 16_000,
        ..known
    }
}

/// What a provider's models usually can.
fn usual(provider: Provider) -> Capability {
    let chat = Capability {
        structured: Structured::Strict,
        limit_field: LimitField::MaxTokens,
        vision: true,
        context: 128_000,
        thinks: false,
        cache_from: None,
        temperature: None,
    };
    match provider {
        Provider::OpenAi => Capability {
            limit_field: LimitField::MaxCompletionTokens,
            ..chat
        },
        Provider::Anthropic | Provider::Bedrock => Capability {
            context: 200_000,
            // "Prompt caching": at least 1 024 to 4 096 tokens, by model.
            cache_from: (provider == Provider::Anthropic).then_some(4_096),
            ..chat
        },
        // A small local model is the common case.
        Provider::Compatible => Capability {
            vision: false,
            context: 8_192,
            ..chat
        },
    }
}

/// What is known of a model, with what the organisation sets.
#[must_use]
pub fn of(provider: Provider, model: &str, set: &Overrides) -> Capability {
    let name = plain_name(model);
    let line = TABLE
        .iter()
        .find(|(who, begins, _)| *who == provider && name.starts_with(begins));
    let known = line.map_or_else(|| usual(provider), |(_, _, change)| change(usual(provider)));
    Capability {
        structured: set.structured.unwrap_or(known.structured),
        limit_field: set.limit_field.unwrap_or(known.limit_field),
        vision: set.vision.unwrap_or(known.vision),
        context: set.context.unwrap_or(known.context),
        thinks: set.thinks.unwrap_or(known.thinks),
        temperature: set.temperature.filter(|t| (0.0..=2.0).contains(t)),
        ..known
    }
}

/// Room for thinking before an answer, in tokens.
const THINKING: u32 = 3_000;

impl Capability {
    /// The limit of the answer that is sent, for an answer of so many tokens.
    #[must_use]
    pub fn answer_limit(&self, answer_tokens: u32) -> u32 {
        let thinking = if self.thinks { THINKING } else { 0 };
        answer_tokens.saturating_add(thinking).min(self.context / 2)
    }

    /// Tokens a question may take: the model's room less the answer, within the organisation's limit.
    #[must_use]
    pub fn question_room(&self, answer_limit: u32, organisation_limit: u32) -> u32 {
        self.context
            .saturating_sub(answer_limit)
            .min(organisation_limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_knows_how_models_want_to_be_asked() {
        let cases = [
            (
                Provider::Anthropic,
                "claude-haiku-5-5",
                Structured::Strict,
                true,
            ),
            (
                Provider::Anthropic,
                "claude-haiku-4-5-20251001",
                Structured::Strict,
                false,
            ),
            (
                Provider::Anthropic,
                "claude-3-haiku-20240307",
                Structured::Tool,
                false,
            ),
            (Provider::OpenAi, "gpt-5-mini", Structured::Strict, true),
            (Provider::OpenAi, "gpt-4o-mini", Structured::Strict, false),
            (Provider::Compatible, "llama3.2", Structured::Strict, false),
            (
                Provider::Bedrock,
                "eu.anthropic.claude-haiku-4-5-20251001-v1:0",
                Structured::Strict,
                false,
            ),
            (
                Provider::Bedrock,
                "amazon.nova-lite-v1:0",
                Structured::Tool,
                false,
            ),
            (
                Provider::Bedrock,
                "mistral.some-model",
                Structured::Tool,
                false,
            ),
        ];
        for (provider, model, structured, thinks) in cases {
            let known = of(provider, model, &Overrides::default());
            assert_eq!(
                (known.structured, known.thinks),
                (structured, thinks),
                "{model}"
            );
            assert_eq!(known.temperature, None, "{model}");
        }
        let field = |provider| of(provider, "x", &Overrides::default()).limit_field;
        assert_eq!(field(Provider::OpenAi), LimitField::MaxCompletionTokens);
        assert_eq!(field(Provider::Compatible), LimitField::MaxTokens);
    }

    #[test]
    fn settings_win_and_unknown_settings_are_refused() {
        let set: Overrides = serde_json::from_str(
            r#"{"structured":"json_object","context":4096,"vision":true,"temperature":9}"#,
        )
        .unwrap();
        let known = of(Provider::Compatible, "llama3.2", &set);
        assert_eq!(
            (known.structured, known.context, known.vision),
            (Structured::JsonObject, 4_096, true)
        );
        assert_eq!(known.temperature, None);
        assert!(serde_json::from_str::<Overrides>(r#"{"top_p":1}"#).is_err());
    }

    #[test]
    fn every_way_ends_at_the_prompt() {
        for provider in Provider::ALL {
            for start in Structured::ALL {
                let steps = std::iter::successors(Some(*start), |way| way.looser(*provider));
                assert_eq!(steps.last(), Some(Structured::Prompt));
            }
        }
        assert_eq!(
            Structured::Strict.looser(Provider::Compatible),
            Some(Structured::JsonObject)
        );
        assert_eq!(
            Structured::Strict.looser(Provider::Bedrock),
            Some(Structured::Tool)
        );
    }

    #[test]
    fn thinking_is_given_room_and_small_windows_keep_half_for_the_question() {
        let thinks = of(
            Provider::Anthropic,
            "claude-haiku-5-5",
            &Overrides::default(),
        );
        assert_eq!(thinks.answer_limit(2_000), 5_000);
        let small = of(Provider::Compatible, "x", &Overrides::default());
        assert_eq!(small.answer_limit(6_000), 4_096);
        assert_eq!(small.question_room(4_096, 12_000), 4_096);
    }
}
