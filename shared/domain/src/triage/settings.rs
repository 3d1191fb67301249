//! What an organisation decides about triage.
//!
//! Invariant: the defaults work without anybody having set anything.

use serde::{Deserialize, Serialize};

use super::presets::Preset;
use super::taxonomy::Taxonomy;

/// How an organisation's tickets are judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TriageSettings {
    /// Whose categories are used, unless it has its own.
    pub preset: Preset,
    /// Its own categories.
    pub own: Option<Taxonomy>,
    /// From which confidence on a judgement is acted on, 0 to 1.
    pub threshold: f32,
    /// Whether tickets are assigned by it.
    pub auto_assign: bool,
    /// Open tickets an agent can have before another one is asked; no cap when absent.
    pub capacity: Option<u32>,
    /// Where the layer lies that was learned from settled tickets, once it was trained.
    pub learned: Option<String>,
}

impl Default for TriageSettings {
    fn default() -> Self {
        Self {
            preset: Preset::Saas,
            own: None,
            threshold: 0.8,
            auto_assign: true,
            capacity: None,
            learned: None,
        }
    }
}

impl TriageSettings {
    /// The categories in use.
    #[must_use]
    pub fn taxonomy(&self) -> Taxonomy {
        let preset = || Taxonomy::preset(self.preset);
        self.own.clone().unwrap_or_else(preset)
    }
}
