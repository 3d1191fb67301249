//! Rules shown by examples.
//!
//! Invariant: every message here is of our own making, but the ones of the reference system's published sample.

use super::*;
use crate::status::{Priority, Sentiment};
use crate::triage::presets::Preset;

fn judged(preset: Preset, subject: &str, text: &str, tier: &str) -> Verdict {
    let taxonomy = Taxonomy::preset(preset);
    judge(&Input {
        subject,
        text,
        customer_tier: Some(tier).filter(|tier| !tier.is_empty()),
        customer_name: None,
        taxonomy: &taxonomy,
        facts: Facts::default(),
    })
}

fn classic(text: &str) -> Verdict {
    judged(Preset::Classic, "", text, "standard")
}

fn saas(text: &str) -> Verdict {
    judged(Preset::Saas, "", text, "")
}

#[test]
fn the_published_sample_of_the_reference_has_its_published_answer() {
    let text = "This is urgent. I cannot login and my team is blocked today.";
    let verdict = judged(Preset::Classic, "Cannot login", text, "standard");
    assert_eq!(verdict.category, "technical");
    assert_eq!(verdict.priority, Priority::Urgent);
    assert_eq!(verdict.priority_score, 95);
    assert_eq!(verdict.sentiment, Sentiment::Neutral);
    assert_eq!(verdict.team, "technical_support");
    assert_eq!(
        verdict.next_action,
        "Investigate immediately and provide a status update."
    );
    let reply = verdict.suggested_reply.unwrap_or_default();
    assert!(reply.contains("look into the problem"), "{reply}");
}

#[test]
fn the_key_words_of_the_reference_lead_to_its_categories_and_teams() {
    for (text, category, team) in [
        ("I have a question about my invoice.", "billing", "finance"),
        ("My payment is listed twice.", "billing", "finance"),
        ("I want a refund.", "billing", "finance"),
        (
            "I get an error when I save.",
            "technical",
            "technical_support",
        ),
        (
            "There is a bug in the report.",
            "technical",
            "technical_support",
        ),
        (
            "Login fails on my laptop.",
            "technical",
            "technical_support",
        ),
        ("Could you send me your pricing?", "sales", "sales"),
        ("We would like a demo.", "sales", "sales"),
        ("I forgot my password.", "account", "customer_success"),
        (
            "A colleague needs access to the account.",
            "account",
            "customer_success",
        ),
        ("Good morning to all of you.", "general", "support"),
    ] {
        let verdict = classic(text);
        assert_eq!(
            (verdict.category.as_str(), verdict.team.as_str()),
            (category, team),
            "{text} {:?}",
            verdict.why
        );
    }
}

#[test]
fn priority_is_a_sum_of_wording_tier_and_tone() {
    for (text, tier, expected, priority) in [
        (
            "How do I rename a folder?",
            "standard",
            30,
            Priority::Medium,
        ),
        (
            "How do I rename a folder?",
            "enterprise",
            50,
            Priority::Medium,
        ),
        (
            "Just wondering, no rush: how do I rename a folder?",
            "standard",
            10,
            Priority::Low,
        ),
        (
            "Please answer immediately, how do I rename a folder?",
            "standard",
            60,
            Priority::High,
        ),
        (
            "This is terrible, the export fails.",
            "standard",
            40,
            Priority::Medium,
        ),
        (
            "Urgent: production is down, everyone is blocked.",
            "enterprise",
            100,
            Priority::Urgent,
        ),
        (
            "This is not urgent. How do I rename a folder?",
            "standard",
            10,
            Priority::Low,
        ),
    ] {
        let verdict = judged(Preset::Classic, "", text, tier);
        assert_eq!(
            (verdict.priority_score, verdict.priority),
            (expected, priority),
            "{text} {:?}",
            verdict.why
        );
    }
}

#[test]
fn tone_is_heard_in_every_language() {
    for (text, expected) in [
        ("Thank you so much, great app!", Sentiment::Positive),
        ("Where can I find the export?", Sentiment::Neutral),
        (
            "I am very disappointed, the export is broken.",
            Sentiment::Negative,
        ),
        (
            "This is the third time I write and still no answer, unacceptable.",
            Sentiment::Frustrated,
        ),
        (
            "Ich bin enttäuscht, die App stürzt ab.",
            Sentiment::Negative,
        ),
        (
            "Ich warte seit Wochen auf mein Geld, keine Antwort!",
            Sentiment::Frustrated,
        ),
        ("Je suis très déçue, ça ne marche pas.", Sentiment::Negative),
        (
            "Toujours pas de réponse depuis des semaines, c'est inadmissible.",
            Sentiment::Frustrated,
        ),
        ("Super app, hartelijk dank!", Sentiment::Positive),
        (
            "Al weken geen antwoord, onacceptabel.",
            Sentiment::Frustrated,
        ),
        (
            "È una vergogna, nessuna risposta da settimane.",
            Sentiment::Frustrated,
        ),
        ("Muchas gracias, excelente servicio", Sentiment::Positive),
        (
            "Estou muito desiludida, o botão não funciona",
            Sentiment::Negative,
        ),
        ("Jag är besviken, appen kraschar", Sentiment::Negative),
    ] {
        let verdict = saas(text);
        assert_eq!(verdict.sentiment, expected, "{text}");
    }
}

#[test]
fn what_is_taken_back_does_not_count() {
    for (text, not) in [
        (
            "I do not want a refund, I only need to know how to export my notes.",
            "refund-request",
        ),
        (
            "Es ist kein Fehler, ich möchte nur wissen, wie ich Ordner teile.",
            "bug-report",
        ),
        (
            "Je ne veux pas de remboursement, juste savoir comment changer la langue.",
            "refund-request",
        ),
        (
            "Ik wil geen terugbetaling, hoe wijzig ik mijn taal?",
            "refund-request",
        ),
        (
            "Jag vill inte ha återbetalning, hur byter jag språk?",
            "refund-request",
        ),
    ] {
        let verdict = saas(text);
        assert_ne!(verdict.category, not, "{text} {:?}", verdict.why);
    }
    assert_eq!(
        saas("I have not received my refund").category,
        "refund-request"
    );
}

#[test]
fn slips_of_the_pen_are_forgiven() {
    for (text, category) in [
        ("abonememt künden", "product-question"),
        ("remboursment svp", "refund-request"),
        ("I want a reufnd", "refund-request"),
        ("rückersattung bitte", "refund-request"),
        ("hoe kan ik mijn abonnemnt opzegen", "product-question"),
        ("quero o rembolso", "refund-request"),
    ] {
        let verdict = saas(text);
        assert_eq!(verdict.category, category, "{text} {:?}", verdict.why);
    }
}

#[test]
fn what_tells_nothing_is_other_and_unsure() {
    for text in [
        "",
        " \n\t",
        "hi",
        "Hallo",
        "ok",
        "??",
        "test",
        "asdf qwer",
        "Calculate the area of a triangle with sides 3, 4 and 5",
        "Der Dreißigjährige Krieg dauerte von 1618 bis 1648",
        "We offer SEO services and backlinks, grow your business with our agency",
    ] {
        let verdict = saas(text);
        assert_eq!(verdict.category, "other", "{text} {:?}", verdict.why);
        assert!(verdict.confidence <= 0.5, "{text} {}", verdict.confidence);
        assert!(!verdict.why.is_empty());
    }
}

#[test]
fn unseen_characters_markup_and_quotes_do_not_change_the_answer() {
    let plain = saas("I want a refund for the yearly plan");
    for text in [
        "I want a re\u{200b}fu\u{ad}nd for the year\u{200d}ly plan",
        "<div>I want a <b>refund</b> for the yearly plan</div>",
        "\u{202e}I want a refund\u{202c} for the yearly plan",
        "I want a refund for the yearly plan\n> the app crashes with an error\n> bug bug bug",
    ] {
        let verdict = saas(text);
        assert_eq!(
            (verdict.category, verdict.confidence),
            (plain.category.clone(), plain.confidence),
            "{text}"
        );
    }
}

#[test]
fn facts_raise_a_fault() {
    let taxonomy = Taxonomy::preset(Preset::Saas);
    let mut input = Input {
        subject: "",
        text: "There is a problem with the report page",
        customer_tier: None,
        customer_name: None,
        taxonomy: &taxonomy,
        facts: Facts::default(),
    };
    let without = judge(&input);
    input.facts.error_in_last_hour = true;
    let with = judge(&input);
    assert_eq!(with.category, "bug-report");
    assert!(
        with.why
            .iter()
            .any(|reason| reason.rule == "bug-report.error-in-last-hour")
    );
    assert!(with.priority_score > without.priority_score);
}

#[test]
fn an_organisations_own_terms_and_categories_work() {
    let mut taxonomy = Taxonomy::preset(Preset::Saas);
    let mut terms = std::collections::BTreeMap::new();
    terms.insert("*".to_owned(), vec!["llama*".to_owned()]);
    terms.insert("de".to_owned(), vec!["stallbesuch".to_owned()]);
    taxonomy.categories.push(Category {
        key: "herd".to_owned(),
        description: "Everything about the herd".to_owned(),
        team: "stable".to_owned(),
        terms,
    });
    assert_eq!(taxonomy.validate(), Ok(()));
    for (text, category) in [
        ("Two of my llamas are limping", "herd"),
        ("Ich hätte gern einen Stallbesuch", "herd"),
        ("The app crashes", "bug-report"),
    ] {
        let verdict = judge(&Input {
            subject: "",
            text,
            customer_tier: None,
            customer_name: None,
            taxonomy: &taxonomy,
            facts: Facts::default(),
        });
        assert_eq!(verdict.category, category, "{text}");
    }
}

mod kinds_tests;
