//! What a call costs, from a table that is data.
//!
//! Invariant: integers only; a cost is exact and rounded up once, to the micro-dollar. What the table does not
//! know has no cost, rather than a guessed one.

use serde::{Deserialize, Serialize};

use super::Provider;

/// Tokens of one call as they are billed: the four do not overlap.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Read at the full rate.
    pub input: u64,
    /// Written, thinking included.
    pub output: u64,
    /// Read from the provider's cache.
    #[serde(default)]
    pub cache_read: u64,
    /// Written to the provider's cache.
    #[serde(default)]
    pub cache_write: u64,
}

impl Usage {
    /// All tokens that were read.
    #[must_use]
    pub fn prompt(&self) -> u64 {
        self.input
            .saturating_add(self.cache_read)
            .saturating_add(self.cache_write)
    }

    /// All tokens.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.prompt().saturating_add(self.output)
    }
}

/// Rates in micro-dollars per million tokens: 1 dollar per million is 1 000 000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rates {
    /// Tokens read.
    pub input: u64,
    /// Tokens written.
    pub output: u64,
    /// Tokens read from the cache, when the provider has one.
    #[serde(default)]
    pub cache_read: Option<u64>,
    /// Tokens written to the cache, when that is billed.
    #[serde(default)]
    pub cache_write: Option<u64>,
}

impl Rates {
    fn cost(&self, usage: &Usage) -> Option<u64> {
        const MILLION: u128 = 1_000_000;
        let parts = [
            (usage.input, Some(self.input)),
            (usage.output, Some(self.output)),
            (usage.cache_read, self.cache_read),
            (usage.cache_write, self.cache_write),
        ];
        let mut sum: u128 = 0;
        for (tokens, rate) in parts.into_iter().filter(|(tokens, _)| *tokens > 0) {
            sum = sum.checked_add(u128::from(tokens) * u128::from(rate?))?;
        }
        u64::try_from(sum.div_ceil(MILLION)).ok()
    }
}

/// Another tariff for long questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Above {
    /// It holds when more tokens than this are read.
    pub input_tokens: u64,
    /// The rates; unknown when the table does not say.
    #[serde(flatten)]
    pub rates: Option<Rates>,
}

/// The price of one model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Who runs it.
    pub provider: Provider,
    /// The model without region, date and version; `*` for every model of the provider.
    pub model: String,
    /// The ordinary tariff.
    #[serde(flatten)]
    pub rates: Rates,
    /// Another one for long questions.
    #[serde(default)]
    pub above: Option<Above>,
}

/// A price table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceTable {
    /// Written on every cost that is computed from it.
    pub version: String,
    /// The day the prices were looked up, `YYYY-MM-DD`.
    pub as_of: String,
    /// The prices.
    pub prices: Vec<Price>,
}

/// Why a price table cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the price table cannot be used: {0}; prices are whole micro-dollars per million tokens")]
pub struct BadTable(String);

impl PriceTable {
    /// The list prices of the providers' own pages, as far as they are known; see `as_of`.
    #[must_use]
    pub fn built_in() -> Self {
        Self::parse(include_str!("prices.json")).unwrap_or_else(|_| Self {
            version: "none".to_owned(),
            as_of: String::new(),
            prices: Vec::new(),
        })
    }

    /// Reads a table an organisation edited.
    ///
    /// # Errors
    /// With what is wrong and where.
    pub fn parse(json: &str) -> Result<Self, BadTable> {
        let table: Self =
            serde_json::from_str(json).map_err(|error| BadTable(error.to_string()))?;
        if table.version.is_empty() || table.as_of.parse::<jiff::civil::Date>().is_err() {
            return Err(BadTable(
                "it needs a version and an as_of date such as 2026-11-21".to_owned(),
            ));
        }
        Ok(table)
    }

    /// The cost in micro-dollars, rounded up; `None` when the model, or a rate that is needed, is not in the table.
    #[must_use]
    pub fn cost(&self, provider: Provider, model: &str, usage: &Usage) -> Option<u64> {
        let price = self.price(provider, model)?;
        let rates = match &price.above {
            Some(above) if usage.prompt() > above.input_tokens => above.rates?,
            _ => price.rates,
        };
        rates.cost(usage)
    }

    /// The price of a model, by its own name or by [`plain_name`].
    #[must_use]
    pub fn price(&self, provider: Provider, model: &str) -> Option<&Price> {
        let plain = plain_name(model);
        let named = |name: &str| {
            self.prices
                .iter()
                .find(|p| p.provider == provider && p.model == name)
        };
        named(model).or_else(|| named(plain)).or_else(|| named("*"))
    }

    /// The most a question may cost: all of it written to the cache or read at the full rate, whichever is dearer,
    /// and the longest answer.
    #[must_use]
    pub fn most(&self, provider: Provider, model: &str, prompt: u64, answer: u64) -> Option<u64> {
        let usage = |input, cache_write| Usage {
            input,
            output: answer,
            cache_read: 0,
            cache_write,
        };
        let full = self.cost(provider, model, &usage(prompt, 0))?;
        Some(
            self.cost(provider, model, &usage(0, prompt))
                .map_or(full, |cached| cached.max(full)),
        )
    }
}

/// A model's name without what only says where and when: Bedrock's ARN and region (`eu.`, `global.`), a date and a
/// version at the end (`-20251001-v1:0`).
#[must_use]
pub fn plain_name(model: &str) -> &str {
    const REGIONS: [&str; 8] = [
        "us-gov.", "us.", "eu.", "apac.", "global.", "jp.", "au.", "ca.",
    ];
    let name = model.rsplit('/').next().unwrap_or(model);
    let name = REGIONS
        .iter()
        .find_map(|region| name.strip_prefix(region))
        .unwrap_or(name);
    let name = name.strip_suffix("-latest").unwrap_or(name);
    without_date(without_version(name))
}

/// Drops `-v1:0`, `-v1` or `:0` at the end.
fn without_version(name: &str) -> &str {
    let name = match name.rsplit_once(':') {
        Some((head, digits)) if all_digits(digits) => head,
        _ => name,
    };
    match name.rsplit_once("-v") {
        // `-v2` of Titan is part of the name; a colon behind it makes it a version only with a 1.
        Some((head, "1")) => head,
        _ => name,
    }
}

/// Drops `-20251001` or `-2025-08-07` at the end.
fn without_date(name: &str) -> &str {
    let dashed = name
        .len()
        .checked_sub(11)
        .and_then(|at| name.split_at_checked(at));
    if let Some((head, tail)) = dashed
        && tail
            .strip_prefix('-')
            .is_some_and(|date| date.parse::<jiff::civil::Date>().is_ok())
    {
        return head;
    }
    match name.rsplit_once('-') {
        Some((head, date)) if date.len() == 8 && all_digits(date) => head,
        _ => name,
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests;
