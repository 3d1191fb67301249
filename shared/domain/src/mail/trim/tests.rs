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
