//! Whether a customer asks for a person.
//!
//! Invariant: asking for one in any of the eight languages ends the machine's turn; a word too many costs only an automatic answer.

use super::unicode::skeleton;
use crate::knowledge::words::clip;

/// Bytes of a message that are read.
const MAX_TEXT: usize = 64 << 10;

/// Ways to ask for a person, folded as [`skeleton`] folds.
const WAYS: &[&str] = &[
    // English
    "to a human",
    "with a human",
    "real human",
    "human being",
    "human agent",
    "live agent",
    "real person",
    "to a person",
    "with a person",
    "actual person",
    "speak to someone",
    "talk to someone",
    "speak with someone",
    "talk with someone",
    "not a bot",
    "no bot",
    "not a robot",
    "no robot",
    "call me",
    // German
    "mit einem menschen",
    "mit einem echten",
    "echten menschen",
    "echter mensch",
    "mit einem mitarbeiter",
    "mit einer mitarbeiterin",
    "mit jemandem sprechen",
    "kein bot",
    "keinen bot",
    "kein roboter",
    "keinen roboter",
    "rufen sie mich",
    "ruckruf",
    // Dutch
    "met een mens",
    "echt mens",
    "echte persoon",
    "met iemand spreken",
    "met iemand praten",
    "met een medewerker",
    "geen robot",
    "geen bot",
    "bel mij",
    "bel me",
    "terugbellen",
    // French
    "a un humain",
    "un etre humain",
    "a une personne",
    "vraie personne",
    "a quelqu'un",
    "avec quelqu'un",
    "un conseiller",
    "pas un robot",
    "rappelez moi",
    "rappelez-moi",
    // Italian
    "con una persona",
    "persona reale",
    "persona vera",
    "con un operatore",
    "con un umano",
    "con qualcuno",
    "non un robot",
    "richiamatemi",
    "chiamatemi",
    // Spanish
    "con una persona",
    "persona real",
    "con alguien",
    "con un humano",
    "un agente humano",
    "no un robot",
    "llamenme",
    "llamame",
    // Portuguese
    "com uma pessoa",
    "pessoa real",
    "com alguem",
    "com um humano",
    "um atendente",
    "nao um robo",
    "liguem-me",
    "me liguem",
    // Swedish
    "med en manniska",
    "riktig manniska",
    "med nagon",
    "inte en robot",
    "ingen robot",
    "ring mig",
];

/// Whether a text asks for a person, to speak to or to be called by.
#[must_use]
pub fn asked_for(text: &str) -> bool {
    let seen = skeleton(clip(text, MAX_TEXT));
    let words: Vec<&str> = seen.split_whitespace().collect();
    let seen = words.join(" ");
    WAYS.iter().any(|way| seen.contains(way))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_asked_for_in_every_language() {
        for text in [
            "I want to speak to a real\nperson please.",
            "Ich möchte mit einem Menschen sprechen.",
            "Kan ik met een medewerker praten?",
            "Je voudrais parler à quelqu’un.",
            "Vorrei parlare con un operatore.",
            "Quiero hablar con una persona.",
            "Quero falar com alguém.",
            "Jag vill prata med en människa.",
            "Please call me.",
        ] {
            assert!(asked_for(text), "{text}");
        }
    }

    #[test]
    fn an_ordinary_question_asks_for_nobody() {
        for text in [
            "How do I cancel my subscription?",
            "Die Karten fehlen nach dem Abgleich.",
            "Mes cartes ont disparu.",
            "",
        ] {
            assert!(!asked_for(text), "{text}");
        }
    }
}
