//! Cutting texts of all shapes.

use super::*;
use crate::mail::html::convert;

fn reply(text: &str) -> String {
    check(text, &[]).reply
}

/// Cuts a text and checks that nothing is lost.
fn check(text: &str, marks: &[Mark]) -> Trimmed {
    let trimmed = trim(text, marks);
    let joined: String = trimmed
        .segments
        .iter()
        .map(|s| &text[s.start..s.end])
        .collect();
    assert_eq!(joined, text);
    trimmed
}

fn kinds(text: &str) -> Vec<SegmentKind> {
    check(text, &[]).segments.iter().map(|s| s.kind).collect()
}

#[test]
fn history_below_is_cut() {
    for history in [
        "On Mon, Jan 1, 2024 at 10:00 AM Ann <ann@example.com> wrote:\n> old\n> older",
        "Am 01.01.24 um 10:00 schrieb Ann:\n> alt",
        "-----Ursprüngliche Nachricht-----\nVon: Ann\nBetreff: x\n\nalt",
        "________________________________\nFrom: Ann <ann@example.com>\nSent: Monday\nSubject: x\n\nold",
        "Van: Ann <ann@example.com>\nVerzonden: maandag\nAan: desk@example.org\nOnderwerp: x\n\noud",
    ] {
        assert_eq!(
            reply(&format!("New words.\n\n{history}\n")),
            "New words.",
            "{history}"
        );
    }
}

#[test]
fn answers_between_quotes_stay() {
    let text = "On 1 Jan 2024, at 10:00, Ann <ann@example.com> wrote:\n> one?\n\nyes\n\n> two?\n\nno\n\n> bye\n";
    assert_eq!(reply(text), "> one?\n\nyes\n\n> two?\n\nno");
    assert!(kinds(text).contains(&SegmentKind::New));
}

#[test]
fn an_answer_below_the_quote_stands_alone() {
    assert_eq!(
        reply("On 1 Jan 2024, at 10:00, Ann <ann@example.com> wrote:\n> one?\n\nyes\n"),
        "yes"
    );
}

#[test]
fn signature_boilerplate_and_banner_are_told_apart() {
    let text = "CAUTION: This email originated from outside the company.\n\nHello\n\n-- \nAnn\n\nThis e-mail and any attachments are confidential and intended for the addressee only.\n";
    let trimmed = check(text, &[]);
    assert_eq!(
        (trimmed.reply.as_str(), trimmed.signature.as_deref()),
        ("Hello", Some("-- \nAnn"))
    );
    assert_eq!(
        kinds(text),
        [
            SegmentKind::Banner,
            SegmentKind::New,
            SegmentKind::Signature,
            SegmentKind::Disclaimer
        ]
    );
}

#[test]
fn code_and_tables_stay() {
    let text = "See:\n\n```\nFrom: a\nDate: b\nSubject: c\n> quoted\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\ndone";
    assert_eq!(reply(text), text);
}

#[test]
fn quotes_only_are_shown_whole() {
    assert_eq!(reply("> only\n> this\n"), "> only\n> this");
}

#[test]
fn html_marks_cut_without_words() {
    for html in [
        "<div>New</div><div id='divRplyFwdMsg'>old</div><p>older</p>",
        "<div>New</div><hr tabindex='-1'><p>old</p>",
        "New<blockquote type=cite>old</blockquote>",
        "<div>New</div><div class=gmail_quote>Someone said<blockquote>old</blockquote></div>",
        "<p>New</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p>old</p></div>",
    ] {
        let converted = convert(html);
        assert_eq!(
            check(&converted.text, &converted.marks).reply,
            "New",
            "{html}"
        );
    }
}

#[test]
fn hostile_text_is_searched_within_the_budget() {
    for line in [
        "On a@example.com 10:00 x:\n",
        "From: a\nTo: b\ncc: c@d\n",
        "Cc: a@example.com\n",
        "a@b.c:\n",
    ] {
        let text = line.repeat(20_000);
        let lines = lines::split(&text);
        let budget = Budget::new();
        let looks = (0..lines.len())
            .filter(|i| {
                attribution::at(&lines, *i, &budget).is_some()
                    | block::at(&lines, *i, &budget).is_some()
            })
            .count();
        assert!(budget.spent() <= 20_000 && looks <= lines.len());
        check(&text, &[]);
    }
}

/// Lines above quotes, as mail programs of many languages write them.
const ATTRIBUTIONS: &[&str] = &[
    "On Mon, Jan 1, 2024, 3:00 PM John Doe <john@example.com>\nwrote:",
    "On 1 January 2024 15:00:00 CET, John Doe <john@example.com> wrote:",
    "On Jan 1, 2024, at 3:00 PM, John Doe wrote:",
    "Am Mo., 1. Jan. 2024 um 15:00 Uhr schrieb John Doe <john@example.com>:",
    "John Doe schrieb am 01.01.2024 um 15:00:",
    "Le lun. 1 janv. 2024 à 15:00, John Doe <john@example.com> a écrit :",
    "El 1/1/24 a las 15:00, John Doe escribió:",
    "Il giorno lun 1 gen 2024 alle ore 15:00 John Doe <john@example.com> ha scritto:",
    "John Doe <john@example.com> escreveu no dia segunda, 1/01/2024 à(s) 15:00:",
    "Op ma 1 jan. 2024 om 15:00 schreef John Doe <john@example.com>:",
    "Den mån 1 jan. 2024 kl 15:00 skrev John Doe <john@example.com>:",
    "man. 1. jan. 2024 kl. 15:00 skrev John Doe <john@example.com>:",
    "ma 1. tammik. 2024 klo 15.00 John Doe (john@example.com) kirjoitti:",
    "pon., 1 sty 2024 o 15:00 John Doe <john@example.com> napisał(a):",
    "po 1. 1. 2024 v 15:00 odesílatel John Doe <john@example.com> napsal:",
    "John Doe <john@example.com> ezt írta (időpont: 2024. jan. 1., H, 15:00):",
    "пн, 1 янв. 2024 г. в 15:00, John Doe <john@example.com>:",
    "1 Oca 2024 Pzt, saat 15:00 tarihinde John Doe <john@example.com> şunu yazdı:",
    "În lun., 1 ian. 2024 la 15:00, John Doe <john@example.com> a scris:",
    "Στις Δευ 1 Ιαν 2024 στις 3:00 μ.μ., ο χρήστης John Doe <john@example.com> έγραψε:",
    "2024年1月1日(月) 15:00 John Doe <john@example.com>:",
    "John Doe <john@example.com> 于2024年1月1日周一 15:00写道：",
    "2024년 1월 1일 (월) 오후 3:00, John Doe <john@example.com>님이 작성:",
    "Quoting John Doe <john@example.com>:",
    "Ticket Desk <desk@example.org> (Mon, 01 Jan 2024 15:00:00 +0000):",
];

#[test]
fn lines_above_quotes_are_known_in_many_languages() {
    for line in ATTRIBUTIONS {
        for old in ["old text\nand more", "> old text\n> and more"] {
            assert_eq!(
                reply(&format!("New.\n\n{line}\n\n{old}\n")),
                "New.",
                "{line}"
            );
        }
    }
}
