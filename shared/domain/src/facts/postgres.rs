//! The one statement the organisation's database is asked, and what its row says.
//!
//! Invariant: the statement only reads, has one parameter, the address, and names only what an admin listed; every
//! name in it is quoted.

use jiff::Timestamp;
use jiff::civil::DateTime;

use super::settings::PostgresSettings;
use super::text::clip;
use super::{Fact, FactKind, LONGEST_LABEL, LONGEST_VALUE, Source};

/// What is sent before the statement: nothing can be changed, and nothing may take long.
pub const BEGIN: &str =
    "BEGIN READ ONLY; SET LOCAL statement_timeout = '2s'; SET LOCAL lock_timeout = '500ms'";

/// The statement; `$1` is the address as text, every column is given as text.
#[must_use]
pub fn statement(settings: &PostgresSettings) -> String {
    let columns: Vec<String> = settings
        .columns
        .iter()
        .map(|column| format!("{}::text", quoted(column)))
        .collect();
    let table: Vec<String> = settings.table.split('.').map(quoted).collect();
    let email = quoted(&settings.email_column);
    let same = if settings.ignore_case {
        format!("lower({email}::text) = lower($1)")
    } else {
        format!("{email} = $1")
    };
    format!(
        "SELECT {} FROM {} WHERE {same} LIMIT 2",
        columns.join(", "),
        table.join(".")
    )
}

/// A name as SQL reads it, whatever is in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\"").replace('\0', ""))
}

/// The facts of a row, its values in the order of the settings' columns; `several` says that more rows had the address.
#[must_use]
pub fn facts(settings: &PostgresSettings, row: &[Option<String>], several: bool) -> Vec<Fact> {
    let mut facts: Vec<Fact> = settings
        .columns
        .iter()
        .zip(row)
        .filter_map(|(column, value)| Some((column, value.as_deref()?.trim())))
        .filter(|(_, value)| !value.is_empty())
        .map(|(column, value)| fact(settings, column, value))
        .collect();
    if several {
        facts.push(Fact {
            value: "more than one has this address; the first is shown".to_owned(),
            ..fact(settings, "rows", "")
        });
    }
    facts
}

fn fact(settings: &PostgresSettings, column: &str, value: &str) -> Fact {
    let is_plan = settings.plan_column.as_deref() == Some(column);
    Fact {
        source: Source::Postgres,
        kind: if is_plan {
            FactKind::Plan
        } else {
            FactKind::Account
        },
        label: clip(&column.replace('_', " "), LONGEST_LABEL),
        value: clip(&shown(value), LONGEST_VALUE),
        link: None,
        at: None,
    }
}

/// Moments to the minute; everything else as it is.
fn shown(value: &str) -> String {
    let moment = value.parse::<Timestamp>().ok();
    if let Some(moment) = moment {
        return moment.strftime("%Y-%m-%d %H:%M UTC").to_string();
    }
    match value.parse::<DateTime>() {
        Ok(moment) if value.len() > "2026-01-01".len() => {
            moment.strftime("%Y-%m-%d %H:%M").to_string()
        }
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statement_names_only_what_was_listed_and_has_one_parameter() {
        let settings = PostgresSettings {
            table: "app.helpdesk_account".to_owned(),
            ..PostgresSettings::default()
        };
        assert_eq!(
            statement(&settings),
            "SELECT \"plan\"::text, \"created_at\"::text FROM \"app\".\"helpdesk_account\" \
             WHERE lower(\"email\"::text) = lower($1) LIMIT 2"
        );
        let exact = PostgresSettings {
            ignore_case: false,
            ..settings
        };
        assert!(statement(&exact).contains("WHERE \"email\" = $1 LIMIT 2"));
    }

    #[test]
    fn a_name_cannot_leave_its_quotes() {
        assert_eq!(
            quoted("a\"; drop table x; --"),
            "\"a\"\"; drop table x; --\""
        );
    }

    #[test]
    fn a_row_becomes_facts_and_empty_columns_none() {
        let settings = PostgresSettings {
            columns: ["plan", "created_at", "seats", "note"]
                .map(str::to_owned)
                .to_vec(),
            ..PostgresSettings::default()
        };
        let row = [
            Some("Pro".to_owned()),
            Some("2024-05-03 10:11:12.5+00".to_owned()),
            None,
            Some("x".repeat(900)),
        ];
        let facts = facts(&settings, &row, true);
        let shown: Vec<_> = facts
            .iter()
            .map(|f| (f.kind, f.label.as_str(), f.value.chars().count()))
            .collect();
        assert_eq!(
            shown,
            [
                (FactKind::Plan, "plan", 3),
                (FactKind::Account, "created at", 20),
                (FactKind::Account, "note", 200),
                (FactKind::Account, "rows", 50)
            ]
        );
        assert_eq!(facts[1].value, "2024-05-03 10:11 UTC");
    }

    #[test]
    fn moments_are_shown_to_the_minute_and_other_values_as_they_are() {
        for (value, expected) in [
            ("2024-05-03", "2024-05-03"),
            ("2024-05-03 10:11:12", "2024-05-03 10:11"),
            ("2024-05-03 10:11:12+02", "2024-05-03 08:11 UTC"),
            ("pro", "pro"),
            ("17", "17"),
        ] {
            assert_eq!(shown(value), expected);
        }
    }
}
