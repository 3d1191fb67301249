//! Labels of the header block that mail programs put above quoted and forwarded mail.
//!
//! Invariant: a word has one meaning; where languages disagree the meaning is the one that a block needs.

/// A line of a quoted header block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Label {
    /// Author.
    From,
    /// When it was sent.
    Date,
    /// Recipients.
    To,
    /// Copies, blind or not.
    Cc,
    /// Where to answer.
    ReplyTo,
    /// Subject.
    Subject,
    /// Known, but of no use.
    Other,
}

const FROM: &[&str] = &[
    "from",
    "von",
    "de",
    "da",
    "van",
    "fra",
    "från",
    "lähettäjä",
    "od",
    "feladó",
    "от",
    "отправитель",
    "від",
    "відправник",
    "kimden",
    "gönderen",
    "de la",
    "expeditor",
    "expeditorul",
    "expéditeur",
    "šalje",
    "pošiljatelj",
    "odesílatel",
    "odosielateľ",
    "remitente",
    "remetente",
    "mittente",
    "afsender",
    "avsändare",
    "avsender",
    "absender",
    "afzender",
    "差出人",
    "送信元",
    "发件人",
    "寄件者",
];
const FROM_MORE: &[&str] = &[
    "보낸 사람",
    "보낸사람",
    "από",
    "מאת",
    "من",
    "nadawca",
    "saatja",
    "từ",
];

const DATE: &[&str] = &[
    "date",
    "sent",
    "gesendet",
    "datum",
    "envoyé",
    "envoyé le",
    "data",
    "fecha",
    "enviado",
    "enviado el",
    "enviada em",
    "enviado em",
    "enviada",
    "inviato",
    "verzonden",
    "sendt",
    "dato",
    "skickat",
    "skickat den",
    "lähetetty",
    "päivämäärä",
    "päiväys",
    "wysłano",
    "wysłane",
    "odesláno",
    "odoslané",
    "dátum",
    "elküldve",
    "отправлено",
    "дата",
    "надіслано",
    "gönderildi",
    "gönderilme tarihi",
    "tarih",
    "trimis",
    "dată",
    "送信日時",
    "日付",
    "日時",
    "发送时间",
    "发送日期",
    "日期",
    "寄件日期",
    "보낸 날짜",
    "날짜",
    "poslano",
    "kuupäev",
    "message du",
    "data e ora",
    "sent on",
    "ngày",
    "ημερομηνία",
];

const TO: &[&str] = &[
    "to",
    "an",
    "à",
    "a",
    "pour",
    "para",
    "aan",
    "til",
    "till",
    "vastaanottaja",
    "do",
    "komu",
    "címzett",
    "кому",
    "kime",
    "alıcı",
    "către",
    "destinatar",
    "destinatarul",
    "pre",
    "prima",
    "primatelj",
    "za",
    "destinataire",
    "destinatario",
    "destinatário",
    "宛先",
    "送信先",
    "收件人",
    "收件者",
    "받는 사람",
    "받는사람",
    "προς",
    "đến",
    "saaja",
];

const CC: &[&str] = &[
    "cc",
    "kopie",
    "kopie (cc)",
    "copie",
    "copie à",
    "copia",
    "cópia",
    "kopi",
    "kopia",
    "kópia",
    "kopio",
    "dw",
    "másolat",
    "másolatot kap",
    "копия",
    "копію",
    "копія",
    "bilgi",
    "抄送",
    "副本",
    "참조",
    "bcc",
    "cci",
    "bcc/blindkopie",
    "koopia",
    "ccn",
];

const REPLY_TO: &[&str] = &[
    "reply-to",
    "reply to",
    "antwort an",
    "répondre à",
    "antwoord aan",
    "responder a",
    "rispondi a",
    "risposta",
    "responder para",
    "svar til",
    "svara till",
    "svar till",
    "vastaus",
    "odpowiedź do",
    "odpovědět komu",
    "válaszcím",
    "ответить",
    "кому ответить",
    "yanıt adresi",
    "răspuns către",
    "返信先",
    "回复",
    "odgovori na",
    "odpoveď",
];

const SUBJECT: &[&str] = &[
    "subject",
    "betreff",
    "objet",
    "sujet",
    "asunto",
    "oggetto",
    "assunto",
    "onderwerp",
    "emne",
    "ämne",
    "aihe",
    "temat",
    "předmět",
    "predmet",
    "tárgy",
    "тема",
    "konu",
    "subiect",
    "subiectul",
    "naslov",
    "件名",
    "主题",
    "主旨",
    "제목",
    "θέμα",
    "teema",
    "chủ đề",
    "titel",
];

const OTHER: &[&str] = &[
    "importance",
    "wichtigkeit",
    "priorität",
    "priority",
    "importancia",
    "attachments",
    "anlagen",
    "anhänge",
    "pièces jointes",
    "bijlagen",
    "sensitivity",
    "organization",
    "organisation",
    "message-id",
    "resent-from",
    "mailed-by",
];

/// The label a key stands for; `key` is trimmed and in lower case.
pub(crate) fn label(key: &str) -> Option<Label> {
    let in_table = |table: &[&str]| table.contains(&key);
    if in_table(FROM) || in_table(FROM_MORE) {
        Some(Label::From)
    } else if in_table(DATE) {
        Some(Label::Date)
    } else if in_table(TO) {
        Some(Label::To)
    } else if in_table(SUBJECT) {
        Some(Label::Subject)
    } else if in_table(CC) {
        Some(Label::Cc)
    } else if in_table(REPLY_TO) {
        Some(Label::ReplyTo)
    } else {
        in_table(OTHER).then_some(Label::Other)
    }
}

/// Every label with its meaning, for text in which they follow each other without line breaks.
pub(crate) fn labels() -> impl Iterator<Item = (&'static str, Label)> {
    let of = |table: &'static [&'static str], label| table.iter().map(move |word| (*word, label));
    of(FROM, Label::From)
        .chain(of(DATE, Label::Date))
        .chain(of(TO, Label::To))
        .chain(of(CC, Label::Cc))
        .chain(of(SUBJECT, Label::Subject))
}
