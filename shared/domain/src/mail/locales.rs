//! Words of mail programs in the languages they speak.
//!
//! Invariant: data only, lower case; a word stands here because a mail program writes it.

/// Prefixes of answers.
pub(crate) const REPLY_PREFIXES: [&str; 33] = [
    "re", "aw", "antw", "antwort", "ré", "rép", "res", "resp", "rif", "r", "sv", "vs", "odp", "vá", "ynt", "yan", "回复", "答复", "返信",
    "회신", "ответ", "на", "bls", "atb", "σχετ", "απ", "השב", "رد", "réf", "ref", "re-", "відп", "reply",
];

/// Prefixes of forwarded mail.
pub(crate) const FORWARD_PREFIXES: [&str; 33] = [
    "fw", "fwd", "wg", "tr", "rv", "enc", "i", "vs", "vb", "vl", "pd", "pdl", "doorst", "videresend", "videresendt", "továbbítás", "ilt", "i̇lt",
    "redir", "redir.", "trs", "trans", "转发", "轉寄", "転送", "전달", "пересл", "reenv", "proslijeđeno", "prosl", "fs", "fyi", "forward",
];

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

const FROM: [&str; 36] = [
    "from", "von", "de", "da", "van", "fra", "från", "lähettäjä", "od", "feladó", "от", "отправитель", "від", "відправник", "kimden", "gönderen",
    "de la", "expeditor", "expeditorul", "expéditeur", "šalje", "pošiljatelj", "odesílatel", "odosielateľ", "remitente", "remetente", "mittente",
    "afsender", "avsändare", "avsender", "absender", "afzender", "差出人", "送信元", "发件人", "寄件者",
];
const FROM_MORE: [&str; 8] = ["보낸 사람", "보낸사람", "από", "מאת", "من", "nadawca", "saatja", "từ"];

const DATE: [&str; 51] = [
    "date", "sent", "gesendet", "datum", "envoyé", "envoyé le", "data", "fecha", "enviado", "enviado el", "enviada em", "enviado em", "enviada",
    "inviato", "verzonden", "sendt", "dato", "skickat", "skickat den", "lähetetty", "päivämäärä", "päiväys", "wysłano", "odesláno", "odoslané", "dátum", "elküldve", "отправлено",
    "дата", "надіслано", "gönderildi", "gönderilme tarihi", "tarih", "trimis", "dată", "送信日時", "日付", "日時", "发送时间", "发送日期", "日期", "寄件日期", "보낸 날짜",
    "날짜", "poslano", "kuupäev", "message du", "data e ora", "sent on", "ngày", "ημερομηνία",
];

const TO: [&str; 34] = [
    "to", "an", "à", "a", "pour", "para", "aan", "til", "till", "vastaanottaja", "do", "komu", "címzett", "кому", "kime", "alıcı", "către", "destinatar",
    "destinatarul", "pre", "prima", "primatelj", "za", "destinataire", "destinatario", "destinatário", "宛先", "送信先", "收件人", "받는 사람", "받는사람", "προς", "đến", "saaja",
];

const CC: [&str; 26] = [
    "cc", "kopie", "kopie (cc)", "copie", "copie à", "copia", "cópia", "kopi", "kopia", "kópia", "kopio", "dw", "másolat", "másolatot kap", "копия", "копію", "копія", "bilgi",
    "抄送", "副本", "참조", "bcc", "cci", "bcc/blindkopie", "koopia", "ccn",
];

const REPLY_TO: [&str; 24] = [
    "reply-to", "reply to", "antwort an", "répondre à", "antwoord aan", "responder a", "rispondi a", "risposta", "responder para", "svar til", "svara till", "svar till",
    "vastaus", "odpowiedź do", "odpovědět komu", "válaszcím", "ответить", "кому ответить", "yanıt adresi", "răspuns către", "返信先", "回复", "odgovori na", "odpoveď",
];

const SUBJECT: [&str; 28] = [
    "subject", "betreff", "objet", "sujet", "asunto", "oggetto", "assunto", "onderwerp", "emne", "ämne", "aihe", "temat", "předmět", "predmet", "tárgy", "тема",
    "konu", "subiect", "subiectul", "naslov", "件名", "主题", "主旨", "제목", "θέμα", "teema", "chủ đề", "titel",
];

const OTHER: [&str; 16] = [
    "importance", "wichtigkeit", "priorität", "priority", "importancia", "attachments", "anlagen", "anhänge", "pièces jointes", "bijlagen", "sensitivity",
    "organization", "organisation", "message-id", "resent-from", "mailed-by",
];

/// The label a key stands for; `key` is trimmed and in lower case.
pub(crate) fn label(key: &str) -> Option<Label> {
    let in_table = |table: &[&str]| table.contains(&key);
    if in_table(&FROM) || in_table(&FROM_MORE) {
        Some(Label::From)
    } else if in_table(&DATE) {
        Some(Label::Date)
    } else if in_table(&TO) {
        Some(Label::To)
    } else if in_table(&SUBJECT) {
        Some(Label::Subject)
    } else if in_table(&CC) {
        Some(Label::Cc)
    } else if in_table(&REPLY_TO) {
        Some(Label::ReplyTo)
    } else {
        in_table(&OTHER).then_some(Label::Other)
    }
}

/// Every label with its meaning, for text in which they follow each other without line breaks.
pub(crate) fn labels() -> impl Iterator<Item = (&'static str, Label)> {
    let of = |table: &'static [&'static str], label| table.iter().map(move |word| (*word, label));
    of(&FROM, Label::From)
        .chain(of(&DATE, Label::Date))
        .chain(of(&TO, Label::To))
        .chain(of(&CC, Label::Cc))
        .chain(of(&SUBJECT, Label::Subject))
}

/// Lines that introduce a forwarded mail, without dashes and colon.
pub(crate) const FORWARD_MARKERS: [&str; 62] = [
    "forwarded message", "begin forwarded message", "begin forwarded email", "forwarded email", "forwarded mail", "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht", "anfang der weitergeleiteten e-mail", "message transféré", "message transmis", "début du message transféré",
    "début du message réexpédié", "message réexpédié", "doorgestuurd bericht", "begin doorgestuurd bericht", "doorgestuurde bericht", "mensaje reenviado",
    "inicio del mensaje reenviado", "messaggio inoltrato", "inizio messaggio inoltrato", "mensagem encaminhada", "mensagem reencaminhada",
    "início da mensagem encaminhada", "início da mensagem reencaminhada", "videresendt besked", "videresendt meddelelse", "start på videresendt besked", "vidarebefordrat mejl",
    "vidarebefordrat meddelande", "vidarebefordrat brev", "videresendt melding", "start på videresendt melding", "begynnelse på videresendt melding", "videresend melding", "välitetty viesti",
    "edelleenlähetetty viesti", "välitetty viesti alkaa", "wiadomość przesłana dalej", "przekazana wiadomość", "początek przekazywanej wiadomości", "treść przekazanej wiadomości",
    "začátek přeposílané zprávy", "přeposlaná zpráva", "začiatok preposlanej správy", "preposlaná správa", "továbbított üzenet", "továbbított levél kezdete", "začetek posredovanega sporočila",
    "пересланное сообщение", "начало переадресованного сообщения", "переадресоване повідомлення", "переслане повідомлення", "початок листа, що пересилається", "iletilmiş mesaj",
    "i̇letilmiş mesaj", "i̇leti başlangıcı", "iletilen mesaj", "mesaj redirecționat", "începe mesajul redirecționat", "mesaj înaintat", "započni proslijeđenu poruku", "proslijeđena poruka",
];
pub(crate) const FORWARD_MARKERS_MORE: [&str; 16] = [
    "メッセージを転送", "転送されたメッセージ", "转发的邮件", "轉寄的郵件", "전달된 메일", "전달된 메시지", "i̇letilen mesaj", "ileti başlangıcı", "пересылаемое сообщение",
    "reenviar mensaje", "перенаправленное сообщение", "edastatud kiri", "edastatud sõnum", "i̇letilen i̇leti", "пересылаемое письмо", "välitetyn viestin alku",
];

/// Lines that introduce the answered mail, without dashes.
pub(crate) const ORIGINAL_MARKERS: [&str; 44] = [
    "original message", "original-nachricht", "original nachricht", "originalnachricht", "ursprüngliche nachricht", "ursprüngliche mail", "ursprungliche nachricht", "message d'origine",
    "message original", "message initial", "message d’origine", "oorspronkelijk bericht", "origineel bericht", "oorspronkelijke bericht", "mensaje original", "messaggio originale",
    "messaggio original", "mensagem original", "mensagem originale", "oprindelig meddelelse", "oprindelig besked", "ursprungligt meddelande", "originalmeddelande", "opprinnelig melding",
    "original melding", "alkuperäinen viesti", "wiadomość oryginalna", "oryginalna wiadomość", "původní zpráva", "původní e-mail", "pôvodná správa", "eredeti üzenet", "исходное сообщение",
    "оригинальное сообщение", "оригінальне повідомлення", "orijinal mesaj", "özgün i̇leti", "mesaj original", "mesajul original", "izvorna poruka", "原始邮件", "元のメッセージ", "원본 메시지", "reply message",
];

/// Words of the line above a quote: "… wrote:".
pub(crate) const WROTE: [&str; 45] = [
    "wrote", "writes", "schrieb", "geschrieben", "a écrit", "a ecrit", "écrit", "écrivait", "escribió", "escribio", "ha scritto", "scrive", "escreveu", "schreef", "geschreven", "skrev",
    "kirjoitti", "napisał", "napisała", "napisał(a)", "napsal", "napsala", "napísal", "napísala", "написал", "написала", "написал(а)", "пишет", "написав", "пише", "írta", "a scris",
    "yazdı", "写道", "寫道", "作成", "작성", "έγραψε", "כתב", "napisao je", "je napisao", "viết", "كتب", "va escriure", "kirjutas",
];

/// First words of such a line.
pub(crate) const ON: [&str; 28] = [
    "on ", "am ", "le ", "el ", "il ", "em ", "den ", "op ", "dnia ", "w dniu ", "dne ", "dňa ", "d. ", "på ", "no dia ", "nel ", "в ", "на ", "la data ", "la ", "pe ", "em:", "at ",
    "el día ", "in data ", "vào ", "在 ", "---- on ",
];

/// Beginnings of the line a telephone or webmail adds.
pub(crate) const SENT_FROM: [&str; 58] = [
    "sent from my", "sent from mail for", "sent from outlook", "sent from yahoo", "sent from samsung", "sent from an", "sent from a ", "sent via", "sent with", "sent using", "sent by",
    "get outlook for", "get bluemail", "sent from proton", "von meinem", "gesendet von", "gesendet mit", "von outlook für", "outlook für", "gesendet über", "envoyé de", "envoyé depuis", "envoyé à partir",
    "envoyé avec", "obtenez outlook", "télécharger outlook", "enviado desde", "enviado do", "enviado de", "enviado através", "obtener outlook", "obter o outlook", "inviato da", "inviato dal", "inviato con",
    "scarica outlook", "ottieni outlook", "verzonden vanaf", "verstuurd vanaf", "verzonden met", "verzonden via", "outlook voor", "sendt fra", "hent outlook", "skickat från", "skickades från", "skaffa outlook",
    "lähetetty", "hanki outlook", "wysłane z", "wysłano z", "pobierz outlook", "odesláno z", "odoslané z", "отправлено с", "надіслано з", "via mobile", "iphone'umdan",
];

/// Closing words of English letters; they belong to the text unless details follow.
pub(crate) const CLOSINGS_EN: [&str; 22] = [
    "regards", "best regards", "kind regards", "warm regards", "with kind regards", "with best regards", "many thanks", "best", "best wishes", "sincerely", "yours sincerely", "yours faithfully",
    "yours truly", "cheers", "thanks", "thank you", "thanks and regards", "thanks & regards", "kindest regards", "respectfully", "all the best", "cordially",
];

/// Closing words of letters in other languages.
pub(crate) const CLOSINGS: [&str; 62] = [
    "mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichem gruß", "freundliche grüße", "freundliche grüsse", "viele grüße", "viele grüsse", "beste grüße", "liebe grüße", "herzliche grüße",
    "mit besten grüßen", "mfg", "lg", "vg", "schöne grüße", "cordialement", "bien cordialement", "bien à vous", "sincères salutations", "salutations", "meilleures salutations", "met vriendelijke groet", "met vriendelijke groeten",
    "vriendelijke groet", "groeten", "groetjes", "mvg", "hartelijke groet", "saludos", "saludos cordiales", "un saludo", "atentamente", "cordiali saluti", "distinti saluti", "saluti", "atenciosamente", "cumprimentos",
    "com os melhores cumprimentos", "melhores cumprimentos", "abraços", "med venlig hilsen", "venlig hilsen", "mvh", "hilsen", "med vennlig hilsen", "vennlig hilsen", "med vänliga hälsningar", "vänliga hälsningar",
    "vänligen", "hälsningar", "ystävällisin terveisin", "terveisin", "pozdrawiam", "z poważaniem", "z powazaniem", "s pozdravem", "s pozdravom", "üdvözlettel", "с уважением", "з повагою", "saygılarımla", "cu stimă",
];

/// Words of the warning that a mail server puts on top of outside mail.
pub(crate) const BANNERS: [&str; 30] = [
    "this email originated from outside", "this e-mail originated from outside", "this message originated from outside", "originated outside of", "originated from outside", "this email came from outside", "this message came from outside",
    "sent from outside of", "sent from outside your", "[external]", "external email", "external sender", "this is an external email", "you don't often get email from", "you don’t often get email from", "do not click links or open attachments unless",
    "diese e-mail stammt von außerhalb", "diese e-mail kommt von extern", "externe e-mail", "externer absender", "diese mail kommt von außerhalb", "vorsicht: diese e-mail", "achtung: externe", "sie erhalten nicht oft", "ce message provient de l'extérieur",
    "courriel externe", "deze e-mail komt van buiten", "externe afzender", "este correo se originó fuera", "questa email proviene dall'esterno",
];

/// Words of legal boilerplate at the end of a mail.
pub(crate) const DISCLAIMERS: [&str; 34] = [
    "intended recipient", "intended only for", "intended solely for", "confidentiality notice", "confidential and may", "confidential and intended", "is confidential", "this e-mail and any attachments", "this email and any attachments", "this message and any attachments",
    "this email may contain", "please consider the environment", "vertrauliche informationen", "vertraulich und", "diese e-mail enthält vertraulich", "nicht der richtige adressat", "nicht der beabsichtigte empfänger", "irrtümlich erhalten", "ce message et toutes les pièces", "ce courriel est confidentiel",
    "destinataire", "confidentiel et", "vertrouwelijk", "niet de geadresseerde", "este mensaje es confidencial", "destinatario", "información confidencial", "esta mensagem é confidencial", "denna e-post är konfidentiell", "konfidentiell information", "fortrolige oplysninger", "wiadomość jest poufna", "luottamuksellinen", "le informazioni contenute",
];

/// Subjects of vacation notices and answering machines, beginnings.
pub(crate) const VACATION: [&str; 66] = [
    "automatic reply", "auto reply", "auto-reply", "autoreply", "auto response", "auto-response", "autoresponse", "automated response", "automated reply", "auto:", "automatic response", "out of office", "out of the office", "ooo:", "i am out of", "on vacation", "vacation:", "away from",
    "away:", "automatische antwort", "automatische rückantwort", "autom. antwort", "abwesenheitsnotiz", "abwesenheit", "abwesend", "ich bin nicht im", "urlaub", "réponse automatique", "réponse d'absence", "absence du bureau", "absent du bureau", "message d'absence", "notification d'absence", "automatisch antwoord", "automatische beantwoording",
    "afwezigheidsbericht", "afwezig", "niet aanwezig", "respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina", "risposta automatica", "fuori sede", "fuori ufficio", "assente", "resposta automática", "fora do escritório", "ausência temporária", "autosvar", "automatiskt svar", "automatisk svar", "frånvaro",
    "fraværende", "ikke på kontoret", "automaattinen vastaus", "poissa", "automatyczna odpowiedź", "odpowiedź automatyczna", "automatická odpověď", "automatická odpoveď", "automatikus válasz", "автоответ", "автоматический ответ", "otomatik yanıt", "răspuns automat",
];
