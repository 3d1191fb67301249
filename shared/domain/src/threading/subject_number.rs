//! The ticket number people see in subjects: `[#123]`, `(#123)` or `#123`.
//!
//! Invariant: a hint only; it counts for somebody who took part in that very ticket and for nobody else.

/// Digits a ticket number has at most.
const MAX_DIGITS: usize = 12;

/// The ticket number in a subject; one in brackets before one that stands alone, else the first.
pub(super) fn subject_number(subject: &str) -> Option<u64> {
    let mut alone = None;
    for (at, _) in subject.match_indices('#') {
        let before = subject.get(..at).and_then(|s| s.chars().next_back());
        let after = subject.get(at + 1..).unwrap_or("");
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let next = after.get(digits..).and_then(|s| s.chars().next());
        let Some(number) = number(after.get(..digits).unwrap_or("")) else {
            continue;
        };
        match (before, next) {
            (Some('['), Some(']')) | (Some('('), Some(')')) => return Some(number),
            (before, next) if ends_word(before) && ends_word(next) => {
                alone.get_or_insert(number);
            }
            _ => {}
        }
    }
    alone
}

/// Our numbers begin at 1 and have no leading zero: `#007` is somebody else's.
fn number(digits: &str) -> Option<u64> {
    let ours = (1..=MAX_DIGITS).contains(&digits.len()) && !digits.starts_with('0');
    if ours { digits.parse().ok() } else { None }
}

fn ends_word(c: Option<char>) -> bool {
    c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '#' | '-' | '_' | '/' | '&'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_subjects() {
        let cases = [
            ("Re: [#123] Printer", Some(123)),
            ("Re: Printer (#123)", Some(123)),
            ("#123", Some(123)),
            ("Ticket #123: Printer", Some(123)),
            ("AW: #9, and more", Some(9)),
            ("order #77 is late [#123]", Some(123)),
            ("[#5] and [#6]", Some(5)),
            ("#5 and #6", Some(5)),
            ("Printer", None),
            ("", None),
            ("#", None),
            ("# 123", None),
            ("C#12", None),
            ("#12a", None),
            ("#12-34", None),
            ("##12", None),
            ("#007", None),
            ("#0", None),
            ("#1234567890123", None),
            ("&#123;", None),
            ("№ 123 ü#4", None),
        ];
        for (subject, expected) in cases {
            assert_eq!(subject_number(subject), expected, "{subject:?}");
        }
    }
}
