//! Kinds of messages that are told by more than a word: statements, conditions, idioms, approaches.
//!
//! Invariant: every message here is of our own making.

use super::saas;

fn is_sorted_as(cases: &[(&str, &str)]) {
    for (text, category) in cases {
        let verdict = saas(text);
        assert_eq!(&verdict.category, category, "{text} {:?}", verdict.why);
    }
}

#[test]
fn a_bare_statement_about_a_part_of_the_product_is_a_fault() {
    is_sorted_as(&[
        ("The labels come out of the printer sideways", "bug-report"),
        ("Die Termine stehen alle am falschen Tag", "bug-report"),
        ("De foto's staan ondersteboven in het rapport", "bug-report"),
        ("Les photos sont coupées dans le rapport", "bug-report"),
    ]);
    let verdict = saas("The labels come out of the printer sideways");
    let named = verdict
        .why
        .iter()
        .any(|reason| reason.rule == "bug-report.statement");
    assert!(named, "{:?}", verdict.why);
    assert!(verdict.confidence < 0.8, "{}", verdict.confidence);
}

#[test]
fn what_happens_in_a_case_is_a_question() {
    is_sorted_as(&[
        (
            "Do I get my money back if I leave in March?",
            "product-question",
        ),
        (
            "Kriege ich mein Geld zurück, wenn ich früher kündige?",
            "product-question",
        ),
        (
            "Krijg ik geld terug als ik eerder stop?",
            "product-question",
        ),
        ("Serai-je remboursée si je pars avant ?", "product-question"),
        ("Give me my money back or I call a lawyer", "refund-request"),
    ]);
}

#[test]
fn words_that_mean_something_else_together_do_not_count() {
    is_sorted_as(&[
        ("I need a receipt for my expense refund", "product-question"),
        (
            "Mi serve una fattura per il rimborso spese",
            "product-question",
        ),
        (
            "Bitte beenden, bevor etwas abgebucht wird",
            "product-question",
        ),
        ("Lo compré por error", "refund-request"),
    ]);
}

#[test]
fn who_asks_you_is_less_sure_to_be_a_customer() {
    for text in [
        "Have you thought about a new website?",
        "Haben Sie schon an eine neue Software gedacht?",
        "Avez-vous pensé à un nouveau site ?",
    ] {
        let verdict = saas(text);
        assert!(verdict.confidence < 0.8, "{text} {verdict:?}");
    }
}

#[test]
fn no_longer_needing_it_is_cancelling() {
    is_sorted_as(&[
        (
            "I dont need the planner anymore, thanks",
            "product-question",
        ),
        ("Wir brauchen das Programm nicht mehr", "product-question"),
        (
            "wij gebruiken het niet meer, mag gestopt worden",
            "product-question",
        ),
        ("on ne s'en sert plus, merci d'arrêter", "product-question"),
        ("non lo usiamo più, grazie", "product-question"),
        ("ya no lo usamos, gracias", "product-question"),
        ("já não usamos, obrigado", "product-question"),
        ("vi behöver det inte längre", "product-question"),
    ]);
}

#[test]
fn umlauts_written_out_dialect_and_double_letters_are_understood() {
    is_sorted_as(&[
        ("ich moechte gerne kuendigen", "product-question"),
        ("d app gaht nöd uf", "bug-report"),
        ("Abbonnemennt stopzeten", "product-question"),
        ("Fehlermeldugn beim Terminkalender", "bug-report"),
    ]);
}
