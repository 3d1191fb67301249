//! The one note that tells agents what other systems know.
//!
//! Invariant: bounded, and readable as it stands; what other systems said cannot become formatting of ours.

use super::{Fact, FactKind, Known, Looked, Outcome};

/// Longest note, in characters; what is left out is in the panel.
const LONGEST: usize = 6_000;

/// The note in Markdown.
#[must_use]
pub fn render(known: &Known) -> String {
    let email = escaped(&known.email);
    let mut lines = vec![format!("What other systems know about {email}")];
    let asked = || known.sources.iter();
    for looked in asked().filter(|looked| looked.outcome == Outcome::Found) {
        lines.push(String::new());
        lines.push(format!("{}: {}", looked.source.name(), summary(looked)));
        lines.extend(looked.facts.iter().map(|fact| format!("- {}", line(fact))));
    }
    let silent: Vec<_> = asked()
        .filter(|looked| looked.outcome == Outcome::Nothing)
        .map(|looked| looked.source.name())
        .collect();
    if !silent.is_empty() {
        lines.push(String::new());
        lines.push(format!("Nothing in {}.", silent.join(", ")));
    }
    for looked in asked().filter(|looked| looked.outcome == Outcome::Failed) {
        let why = looked.reason.as_deref().unwrap_or("it failed");
        lines.push(String::new());
        lines.push(format!(
            "{} could not be asked: {why}.",
            looked.source.name()
        ));
    }
    let mut note = String::new();
    for line in lines {
        if note.chars().count() + line.chars().count() > LONGEST {
            break;
        }
        note.push_str(&line);
        note.push('\n');
    }
    note.trim_end().to_owned()
}

fn summary(looked: &Looked) -> String {
    let of = |kind| looked.facts.iter().filter(|f| f.kind == kind).count();
    let counted = |n: usize, one: &str, many: &str| match n {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {many}")),
    };
    let parts: Vec<String> = [
        counted(of(FactKind::Error), "issue in 14 days", "issues in 14 days"),
        counted(of(FactKind::Person), "person", "persons"),
        counted(
            of(FactKind::Recording),
            "session in 14 days",
            "sessions in 14 days",
        ),
        (of(FactKind::Plan) + of(FactKind::Account) > 0).then(|| "account".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    parts.join(", ")
}

fn line(fact: &Fact) -> String {
    let mut line = escaped(&fact.label);
    if let Some(at) = fact.at {
        line.push_str(&format!(", {}", at.strftime("%Y-%m-%d %H:%M UTC")));
    }
    if !fact.value.is_empty() {
        line.push_str(&format!(": {}", escaped(&fact.value)));
    }
    if let Some(link) = &fact.link {
        line.push_str(&format!("\n  {link}"));
    }
    line
}

/// What begins a link, a tag, code or emphasis in Markdown means itself; plain words stay as they are.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '!' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::super::{Source, Trouble};
    use super::*;

    fn at() -> Timestamp {
        "2026-11-20T10:00:00Z".parse().unwrap()
    }

    fn fact(source: Source, kind: FactKind, label: &str, value: &str) -> Fact {
        Fact {
            source,
            kind,
            label: label.to_owned(),
            value: value.to_owned(),
            link: None,
            at: None,
        }
    }

    #[test]
    fn the_note_tells_what_was_found_what_not_and_what_failed() {
        let error = Fact {
            link: Some("https://acme.sentry.io/issues/1/".to_owned()),
            at: Some(at()),
            ..fact(
                Source::Sentry,
                FactKind::Error,
                "TypeError",
                "WEB-1, 3 times",
            )
        };
        let plan = fact(Source::Postgres, FactKind::Plan, "plan", "pro");
        let known = Known {
            email: "ann@example.com".to_owned(),
            sources: vec![
                Looked::of(Source::Sentry, Ok(vec![error]), at()),
                Looked::of(Source::Posthog, Err(Trouble::Slow(3)), at()),
                Looked::of(Source::Postgres, Ok(vec![plan]), at()),
            ],
        };
        assert_eq!(
            render(&known),
            "What other systems know about ann@example.com\n\n\
             Sentry: 1 issue in 14 days\n- TypeError, 2026-11-20 10:00 UTC: WEB-1, 3 times\n  https://acme.sentry.io/issues/1/\n\n\
             Postgres: account\n- plan: pro\n\n\
             PostHog could not be asked: it did not answer within 3 seconds."
        );
    }

    #[test]
    fn nothing_is_said_in_one_line_and_what_is_not_set_up_not_at_all() {
        let known = Known {
            email: "ann@example.com".to_owned(),
            sources: vec![
                Looked::of(Source::Sentry, Ok(Vec::new()), at()),
                Looked::not_configured(Source::Posthog, at()),
                Looked::of(Source::Postgres, Err(Trouble::NoSecret), at()),
            ],
        };
        assert_eq!(
            render(&known),
            "What other systems know about ann@example.com\n\nNothing in Sentry."
        );
    }

    #[test]
    fn what_others_wrote_stays_words_and_the_note_stays_short() {
        let hostile = fact(
            Source::Sentry,
            FactKind::Error,
            "[click](https://evil.test) <img src=x>",
            "`a` **b**",
        );
        let known = Known {
            email: "a*b@example.com".to_owned(),
            sources: vec![Looked::of(Source::Sentry, Ok(vec![hostile; 500]), at())],
        };
        let note = render(&known);
        assert!(note.contains(r"\[click\](https://evil.test) \<img src=x\>: \`a\` \*\*b\*\*"));
        assert!(note.contains(r"a\*b@example.com"));
        assert!(note.chars().count() <= LONGEST + 1);
    }
}
