//! Forwards as mail programs write them.

use super::*;

fn found(text: &str, subject: &str) -> Option<(String, String, Option<String>)> {
    find(text, Some(subject), false)
        .map(|f| (f.from.map(|a| a.email).unwrap_or_default(), f.body, f.note))
}

const BLOCK: &str = "From: Ann <ann@example.com>\nSent: Monday\nTo: desk@example.com\nSubject: Printer\n\nIt smokes.\n";

#[test]
fn a_block_counts_with_a_forward_prefix_only() {
    let text = format!("please check\n\n{BLOCK}");
    assert_eq!(
        found(&text, "WG: Printer"),
        Some((
            "ann@example.com".into(),
            "It smokes.".into(),
            Some("please check".into())
        ))
    );
    assert_eq!(found(&text, "RE: Printer"), None);
    assert_eq!(found(&text, "Printer"), None);
    assert!(find(BLOCK, Some("Printer"), true).is_some());
}

#[test]
fn a_marker_is_enough() {
    let text = "> Begin forwarded message:\n>\n> From: Ann <ann@example.com>\n> Date: x\n> Subject: y\n>\n> Hi\n> > old";
    assert_eq!(
        found(text, "look"),
        Some(("ann@example.com".into(), "Hi\n> old".into(), None))
    );
}

#[test]
fn an_answer_to_a_forward_is_no_forward() {
    let text = format!(
        "thanks\n\nOn Mon, 1 Jan 2024 at 10:00, Bob <bob@example.com> wrote:\n> ---------- Forwarded message ---------\n> {}",
        BLOCK.replace('\n', "\n> ")
    );
    assert_eq!(found(&text, "Re: Fwd: Printer"), None);
}

#[test]
fn one_sentence_above_indented_text_counts() {
    let text =
        "Am 28/10/2021, 12:46 schrieb \"Ann Lee\" <ann@example.com>:\n\n    Hello\n\n    World";
    let forward = find(text, Some("WG: x"), false).unwrap();
    assert_eq!(
        (forward.from_name.as_deref(), forward.body.as_str()),
        (Some("Ann Lee"), "Hello\n\nWorld")
    );
}

/// Header blocks as mail programs of many languages write them.
const BLOCKS: &[&str] = &[
    "From: John Doe <john@example.com>|Date: Mon|Subject: Topic|To: d@example.org",
    "Von: John Doe <john@example.com>|Gesendet: Montag|An: d@example.org|Betreff: Topic",
    "De : John Doe <john@example.com>|Envoyé : lundi|À : d@example.org|Objet : Topic",
    "De: John Doe <john@example.com>|Enviado el: lunes|Para: d@example.org|Asunto: Topic",
    "De: John Doe <john@example.com>|Enviada em: segunda|Para: d@example.org|Assunto: Topic",
    "Van: John Doe <john@example.com>|Verzonden: maandag|Aan: d@example.org|Onderwerp: Topic",
    "Da: John Doe <john@example.com>|Inviato: lunedì|A: d@example.org|Oggetto: Topic",
    "Fra: John Doe <john@example.com>|Sendt: mandag|Til: d@example.org|Emne: Topic",
    "Från: John Doe <john@example.com>|Skickat: måndag|Till: d@example.org|Ämne: Topic",
    "Lähettäjä: John Doe <john@example.com>|Lähetetty: ma|Vastaanottaja: d@example.org|Aihe: Topic",
    "Od: John Doe <john@example.com>|Wysłano: pon|Do: d@example.org|Temat: Topic",
    "Od: John Doe <john@example.com>|Odesláno: po|Komu: d@example.org|Předmět: Topic",
    "Feladó: John Doe <john@example.com>|Elküldve: hétfő|Címzett: d@example.org|Tárgy: Topic",
    "От: John Doe <john@example.com>|Отправлено: пн|Кому: d@example.org|Тема: Topic",
    "Від: John Doe <john@example.com>|Надіслано: пн|Кому: d@example.org|Тема: Topic",
    "Kimden: John Doe <john@example.com>|Gönderildi: Pzt|Kime: d@example.org|Konu: Topic",
    "De la: John Doe <john@example.com>|Trimis: luni|Către: d@example.org|Subiect: Topic",
    "Šalje: John Doe <john@example.com>|Datum: pon|Prima: d@example.org|Predmet: Topic",
    "Saatja: John Doe <john@example.com>|Kuupäev: E|Saaja: d@example.org|Teema: Topic",
    "差出人: John Doe <john@example.com>|送信日時: 月|宛先: d@example.org|件名: Topic",
    "发件人: John Doe <john@example.com>|发送时间: 一|收件人: d@example.org|主题: Topic",
    "보낸 사람: John Doe <john@example.com>|보낸 날짜: 월|받는 사람: d@example.org|제목: Topic",
    "*From:* John Doe <john@example.com <mailto:john@example.com>>|*Sent:* Mon|*To:* d@example.org|*Subject:* Topic",
    "From: John Doe <john@example.com>|Sent: Mon|Unheard-of: d@example.org|Importance: High|Subject: Topic",
];

const INTRODUCTIONS: &[&str] = &[
    "---------- Forwarded message ---------",
    "Anfang der weitergeleiteten Nachricht:",
    "-------- Message transféré --------",
    "Inizio messaggio inoltrato:",
    "-------- Words unknown to all --------",
    "-----Ursprüngliche Nachricht-----",
    "________________________________",
    "",
];

fn quoted(text: &str) -> String {
    text.lines().map(|l| format!("> {l}\n")).collect()
}

#[test]
fn forwards_of_many_programs_and_languages_are_read() {
    for block in BLOCKS {
        for introduction in INTRODUCTIONS {
            let plain = format!(
                "{introduction}\n{}\n\nBody text.\nmore\n",
                block.replace('|', "\n")
            );
            for text in [plain.clone(), quoted(&plain)] {
                let whole = format!("my note\n\n{text}");
                let forward = find(&whole, Some("Fwd: Topic"), false).unwrap_or_default();
                assert_eq!(
                    forward.from.map(|a| a.email).as_deref(),
                    Some("john@example.com"),
                    "{whole}"
                );
                assert_eq!(forward.note.as_deref(), Some("my note"), "{whole}");
                assert_eq!(
                    (forward.body.as_str(), forward.subject.as_deref()),
                    ("Body text.\nmore", Some("Topic")),
                    "{whole}"
                );
            }
        }
    }
}
