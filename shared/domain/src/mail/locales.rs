//! Words of mail programs in the languages they speak.
//!
//! Invariant: data only, lower case; a word stands here because a mail program writes it.

/// Prefixes of answers.
pub(crate) const REPLY_PREFIXES: [&str; 31] = [
    "re", "aw", "antw", "antwort", "ré", "rép", "res", "resp", "rif", "r", "sv", "vs", "odp", "vá", "ynt", "yan", "回复", "答复", "返信",
    "회신", "ответ", "на", "bls", "atb", "σχετ", "απ", "השב", "رد", "réf", "ref", "re-",
];

/// Prefixes of forwarded mail.
pub(crate) const FORWARD_PREFIXES: [&str; 29] = [
    "fw", "fwd", "wg", "tr", "rv", "enc", "i", "vs", "vb", "vl", "pd", "pdl", "doorst", "videresend", "videresendt", "továbbítás", "ilt", "i̇lt",
    "redir", "redir.", "trs", "trans", "转发", "轉寄", "転送", "전달", "пересл", "reenv", "vl",
];
