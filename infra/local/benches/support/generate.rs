//! Makes mails to measure with: 60 plain, 20 HTML, 10 replies, 8 with an attachment of 50 to 500 kB and 2
//! automatic ones in every hundred, in four languages and five charsets.
//!
//! Invariant: mail n depends on the mails before it only, so a larger set begins with the smaller one.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::mails::Entry;

/// A block of a hundred.
const MIX: [(&str, usize); 5] = [
    ("plain", 60),
    ("html", 20),
    ("reply", 10),
    ("attach", 8),
    ("auto", 2),
];
/// How far back a reply looks for its conversation.
const RECENT: usize = 60;

/// Language, charset, subject, sentences.
const VOICES: [(&str, &str, &[&str]); 6] = [
    ("us-ascii", "Order not delivered", EN),
    ("utf-8", "Cannot log in any more", EN),
    ("iso-8859-1", "Bestellung nicht angekommen", DE),
    ("windows-1252", "Rückerstattung für 80 €", DE),
    ("utf-8", "Problème de connexion", FR),
    ("windows-1251", "Заказ не доставлен", RU),
];
const EN: &[&str] = &[
    "my order still shows as pending although it was paid a week ago.",
    "When I press Save I get an error and nothing is stored.",
    "Could you send me the invoice once more, please?",
    "Several of our users have not been able to log in since this morning.",
];
const DE: &[&str] = &[
    "meine Bestellung ist immer noch offen, obwohl sie längst bezahlt ist.",
    "Beim Speichern erscheint eine Fehlermeldung und es wird nichts übernommen.",
    "Könnten Sie mir die Rechnung über 80 € bitte noch einmal schicken?",
    "Seit heute früh können sich mehrere Benutzer nicht mehr anmelden.",
];
const FR: &[&str] = &[
    "ma commande n'est toujours pas arrivée alors qu'elle est payée.",
    "L'application affiche une erreur quand j'enregistre, et rien n'est gardé.",
    "Pourriez-vous m'envoyer la facture à nouveau, s'il vous plaît ?",
    "Où puis-je modifier l'adresse de livraison avant l'expédition ?",
];
const RU: &[&str] = &[
    "мой заказ до сих пор не доставлен, хотя он давно оплачен.",
    "При сохранении появляется ошибка, и данные пропадают.",
    "Пришлите, пожалуйста, счёт ещё раз.",
    "С сегодняшнего утра пользователи не могут войти.",
];

/// Writes so many mails and their manifest into a folder.
pub fn write(folder: &Path, count: usize) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot create {}", folder.display()))?;
    let mut manifest =
        std::io::BufWriter::new(std::fs::File::create(folder.join("manifest.jsonl"))?);
    let mut post = Post::default();
    for n in 0..count {
        let (entry, raw) = post.next(n);
        std::fs::write(folder.join(&entry.file), raw)?;
        writeln!(manifest, "{}", serde_json::to_string(&entry)?)?;
    }
    manifest.flush()?;
    Ok(())
}

/// `SplitMix64` (Steele, Lea and Flood 2014): small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(n.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

#[derive(Clone)]
struct Thread {
    customer: usize,
    voice: usize,
    ids: Vec<String>,
}

struct Post {
    dice: Dice,
    block: Vec<&'static str>,
    threads: Vec<Thread>,
    customers: usize,
    automatic: usize,
}

impl Default for Post {
    fn default() -> Self {
        Self {
            dice: Dice(42),
            block: Vec::new(),
            threads: Vec::new(),
            customers: 0,
            automatic: 0,
        }
    }
}

impl Post {
    fn next(&mut self, n: usize) -> (Entry, Vec<u8>) {
        let kind = match self.kind() {
            "reply" if self.threads.is_empty() => "plain",
            kind => kind,
        };
        let (mut thread, at) = match kind {
            "reply" => {
                let back = self.dice.below(RECENT.min(self.threads.len()));
                let at = self.threads.len() - 1 - back;
                (self.threads.get(at).cloned(), Some(at))
            }
            _ => (None, None),
        };
        let customer = thread
            .as_ref()
            .map_or_else(|| self.customer(), |t| t.customer);
        let voice = thread
            .as_ref()
            .map_or_else(|| self.dice.below(VOICES.len()), |t| t.voice);
        let id = format!("<{:016x}.{n}@customers.example.com>", self.dice.roll());
        let raw = self.raw(n, kind, customer, voice, &id, thread.as_ref());
        if let Some(thread) = &mut thread {
            thread.ids.push(id.clone());
        } else if kind != "auto" {
            thread = Some(Thread {
                customer,
                voice,
                ids: vec![id.clone()],
            });
        }
        let root = thread.as_ref().and_then(|t| t.ids.first().cloned());
        match (thread, at.and_then(|at| self.threads.get_mut(at))) {
            (Some(thread), Some(known)) => *known = thread,
            (Some(thread), None) => self.threads.push(thread),
            (None, _) => {}
        }
        let file = format!("{n:05}.eml");
        let entry = Entry {
            file,
            kind: kind.to_owned(),
            message_id: id,
            thread: root,
        };
        (entry, raw)
    }

    fn kind(&mut self) -> &'static str {
        if self.block.is_empty() {
            self.block = MIX
                .iter()
                .flat_map(|(kind, times)| std::iter::repeat_n(*kind, *times))
                .collect();
            for at in (1..self.block.len()).rev() {
                let other = self.dice.below(at + 1);
                self.block.swap(at, other);
            }
        }
        self.block.pop().unwrap_or("plain")
    }

    /// Seven mails of ten come from somebody who wrote before.
    fn customer(&mut self) -> usize {
        if self.customers > 0 && self.dice.below(10) < 7 {
            return self.dice.below(self.customers);
        }
        self.customers += 1;
        self.customers - 1
    }

    fn raw(
        &mut self,
        n: usize,
        kind: &str,
        customer: usize,
        voice: usize,
        id: &str,
        thread: Option<&Thread>,
    ) -> Vec<u8> {
        let (charset, subject, sentences) = VOICES
            .get(voice)
            .copied()
            .unwrap_or(("us-ascii", "Hello", EN));
        let mut text = String::new();
        for _ in 0..2 + self.dice.below(10) {
            text.push_str(
                sentences
                    .get(self.dice.below(sentences.len()))
                    .copied()
                    .unwrap_or_default(),
            );
            text.push_str("\r\n");
        }
        let subject = match kind {
            "reply" => format!("Re: {subject} {customer}"),
            "auto" => format!("Automatic reply: {subject}"),
            _ => format!("{subject} {customer}"),
        };
        let mut mail = head(n, customer, &subject, id);
        if let Some(thread) = thread {
            let known: Vec<&str> = thread
                .ids
                .iter()
                .rev()
                .take(8)
                .rev()
                .map(String::as_str)
                .collect();
            let parent = known.last().copied().unwrap_or_default();
            mail.push_str(&format!(
                "In-Reply-To: {parent}\r\nReferences: {}\r\n",
                known.join("\r\n ")
            ));
            text.push_str(
                "\r\nOn Monday, support@helpdesk.example wrote:\r\n> We are looking into it.\r\n",
            );
        }
        match kind {
            "auto" => return self.automatic(mail, customer),
            "html" => {
                let html = format!(
                    "<html><body><p>{}</p></body></html>\r\n",
                    text.replace("\r\n", "</p>\r\n<p>")
                );
                let parts = [
                    leaf("plain", charset, &text, n),
                    leaf("html", charset, &html, n),
                ];
                mail.push_str(&multipart("alternative", n, &parts));
            }
            "attach" => {
                let file = self.file();
                mail.push_str(&multipart(
                    "mixed",
                    n,
                    &[leaf("plain", charset, &text, n), file],
                ));
            }
            _ => mail.push_str(&leaf("plain", charset, &text, n)),
        }
        mail.chars().map(byte).collect()
    }

    fn file(&mut self) -> String {
        let size = 50_000 + self.dice.below(450_001);
        let mut bytes: Vec<u8> = (0..size / 8 + 1)
            .flat_map(|_| self.dice.roll().to_le_bytes())
            .collect();
        bytes.truncate(size);
        format!(
            "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"invoice.pdf\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{}",
            lines_of_base64(&bytes)
        )
    }

    /// In turn an out-of-office answer and a delivery report.
    fn automatic(&mut self, mut mail: String, customer: usize) -> Vec<u8> {
        self.automatic += 1;
        mail.push_str("Auto-Submitted: auto-replied\r\n");
        if self.automatic % 2 == 1 {
            mail.push_str("X-Auto-Response-Suppress: All\r\n");
            mail.push_str(&leaf("plain", "us-ascii", "I am out of the office.\r\n", 0));
        } else {
            let status = format!(
                "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n\
                 Final-Recipient: rfc822; c{customer}@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n"
            );
            let notice = leaf(
                "plain",
                "us-ascii",
                "Your message could not be delivered.\r\n",
                0,
            );
            mail.push_str(&multipart(
                "report; report-type=delivery-status",
                customer,
                &[notice, status],
            ));
        }
        mail.into_bytes()
    }
}

fn head(n: usize, customer: usize, subject: &str, id: &str) -> String {
    let words = STANDARD.encode(subject);
    // Short enough for one encoded word of RFC 2047, or plain.
    let subject = match subject.is_ascii() {
        true => subject.to_owned(),
        false => format!("=?utf-8?B?{words}?="),
    };
    format!(
        "Return-Path: <c{customer}@example.com>\r\nFrom: Customer {customer} <c{customer}@example.com>\r\n\
         To: support@helpdesk.example\r\nSubject: {subject}\r\nDate: Mon, 05 Jan 2026 {:02}:{:02}:{:02} +0000\r\n\
         Message-ID: {id}\r\nMIME-Version: 1.0\r\n",
        n / 3600 % 24,
        n / 60 % 60,
        n % 60
    )
}

fn multipart(kind: &str, n: usize, parts: &[String]) -> String {
    let boundary = format!("----=_Part_{n}_bench");
    let mut text = format!("Content-Type: multipart/{kind}; boundary=\"{boundary}\"\r\n\r\n");
    for part in parts {
        text.push_str(&format!("--{boundary}\r\n{part}\r\n"));
    }
    text.push_str(&format!("--{boundary}--\r\n"));
    text
}

/// A text part; the transfer encodings take turns. Bytes above 127 travel as the characters U+0080 to U+00FF.
fn leaf(kind: &str, charset: &str, text: &str, n: usize) -> String {
    let bytes = encoded(charset, text);
    let (encoding, body) = match n % 3 {
        _ if bytes.is_ascii() => ("7bit", bytes.iter().copied().map(char::from).collect()),
        0 => ("base64", lines_of_base64(&bytes)),
        1 => ("8bit", bytes.iter().copied().map(char::from).collect()),
        _ => ("quoted-printable", quoted(&bytes)),
    };
    format!(
        "Content-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}"
    )
}

fn encoded(charset: &str, text: &str) -> Vec<u8> {
    match charset {
        "utf-8" => text.as_bytes().to_vec(),
        _ => text.chars().map(|c| in_charset(charset, c)).collect(),
    }
}

/// The euro sign and Cyrillic have their places in the Windows tables; the rest here is Latin-1.
fn in_charset(charset: &str, c: char) -> u8 {
    let cyrillic = |first: char, place: u32| {
        u8::try_from(u32::from(c) - u32::from(first) + place).unwrap_or(b'?')
    };
    match (charset, c) {
        ("windows-1252", '€') => 0x80,
        ("windows-1251", 'А'..='я') => cyrillic('А', 0xC0),
        ("windows-1251", 'ё') => 0xB8,
        (_, '€') => b'E',
        (_, c) => byte(c),
    }
}

fn byte(c: char) -> u8 {
    u8::try_from(u32::from(c)).unwrap_or(b'?')
}

fn lines_of_base64(bytes: &[u8]) -> String {
    bytes.chunks(57).fold(String::new(), |text, line| {
        text + &STANDARD.encode(line) + "\r\n"
    })
}

fn quoted(bytes: &[u8]) -> String {
    let (mut text, mut width) = (String::new(), 0);
    for &byte in bytes {
        let piece = match byte {
            b'\r' => continue,
            b'\n' => {
                text.push_str("\r\n");
                width = 0;
                continue;
            }
            b'=' | 0..32 | 127..=255 => format!("={byte:02X}"),
            _ => char::from(byte).to_string(),
        };
        if width + piece.len() > 75 {
            text.push_str("=\r\n");
            width = 0;
        }
        width += piece.len();
        text.push_str(&piece);
    }
    text
}
