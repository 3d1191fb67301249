//! The variables of a canned response: `{{contact.name}}`, or `{{contact.name|there}}` with words for when it is not known.
//!
//! Invariant: what is put in is never read as a variable again. Of what a customer chose, only a name that looks like one
//! and the address they wrote from are put in.

use crate::draft::compose::presentable;
use crate::status::words;

words! {
    /// What a canned response may name.
    Variable {
        /// The customer's name.
        ContactName = "contact.name",
        /// The first word of the customer's name.
        ContactFirstName = "contact.first_name",
        /// The address the customer wrote from.
        ContactEmail = "contact.email",
        /// The number of the ticket.
        TicketNumber = "ticket.number",
        /// The name of the agent who answers.
        AgentName = "agent.name",
        /// The name of the organisation.
        OrganisationName = "organisation.name",
    }
}

/// A text with braces that cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// Not a variable.
    #[error("`{0}` is no variable; use one of: {known}", known = known())]
    Name(String),
    /// Braces without an end.
    #[error("a `{{{{` has no `}}}}`; close it, or write one brace")]
    Open,
}

fn known() -> String {
    let words = Variable::ALL.iter().map(|variable| variable.word());
    words.collect::<Vec<_>>().join(", ")
}

/// What the variables stand for in one ticket.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a> {
    /// The customer's name, as they gave it.
    pub contact_name: Option<&'a str>,
    /// The customer's address.
    pub contact_email: &'a str,
    /// The ticket's number.
    pub ticket_number: u64,
    /// Who answers.
    pub agent_name: Option<&'a str>,
    /// The organisation.
    pub organisation_name: &'a str,
}

impl Values<'_> {
    fn of(&self, variable: Variable) -> Option<String> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let name = || self.contact_name.and_then(presentable);
        match variable {
            Variable::ContactName => name(),
            Variable::ContactFirstName => {
                name().and_then(|name| name.split(' ').next().map(str::to_owned))
            }
            Variable::ContactEmail => given(self.contact_email),
            Variable::TicketNumber => Some(self.ticket_number.to_string()),
            Variable::AgentName => self.agent_name.and_then(given),
            Variable::OrganisationName => given(self.organisation_name),
        }
    }
}

/// A text with its variables filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The text.
    pub text: String,
    /// Variables that are not known and have no other words; they were left out.
    pub missing: Vec<Variable>,
}

/// What stands close to the word before it.
const CLOSE: [char; 7] = [',', '.', '!', '?', ':', ';', '\n'];

enum Piece<'a> {
    Text(&'a str),
    Variable(Variable, Option<&'a str>),
}

/// Checks that every variable of a text is known.
///
/// # Errors
/// Names the first one that is not, and those that are.
pub fn check(body: &str) -> Result<(), Unknown> {
    pieces(body).map(|_| ())
}

/// Fills a text. One that does not pass [`check`] stays as it is.
#[must_use]
pub fn fill(body: &str, values: &Values<'_>) -> Filled {
    let mut filled = Filled {
        text: String::with_capacity(body.len()),
        missing: Vec::new(),
    };
    let Ok(pieces) = pieces(body) else {
        body.clone_into(&mut filled.text);
        return filled;
    };
    let mut gap = false;
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                // "Hello ," is read as careless: the blank before what is missing goes with it.
                if gap && (text.is_empty() || text.starts_with(CLOSE)) {
                    let kept = filled.text.trim_end_matches(' ').len();
                    filled.text.truncate(kept);
                }
                filled.text.push_str(text);
                gap = false;
            }
            Piece::Variable(variable, otherwise) => {
                match values.of(variable).or(otherwise.map(str::to_owned)) {
                    Some(value) => {
                        gap = value.is_empty();
                        filled.text.push_str(&value);
                    }
                    None => {
                        gap = true;
                        filled.missing.push(variable);
                    }
                }
            }
        }
    }
    filled
}

fn pieces(body: &str) -> Result<Vec<Piece<'_>>, Unknown> {
    let mut found = Vec::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once("{{") {
        let (inside, behind) = after.split_once("}}").ok_or(Unknown::Open)?;
        let (name, otherwise) = match inside.split_once('|') {
            Some((name, otherwise)) => (name, Some(otherwise.trim())),
            None => (inside, None),
        };
        let variable = name.trim().parse();
        let variable =
            variable.map_err(|_| Unknown::Name(name.trim().chars().take(40).collect()))?;
        found.push(Piece::Text(before));
        found.push(Piece::Variable(variable, otherwise));
        rest = behind;
    }
    found.push(Piece::Text(rest));
    Ok(found)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const VALUES: Values<'static> = Values {
        contact_name: Some("Vogel, Katrin"),
        contact_email: "katrin@example.com",
        ticket_number: 7,
        agent_name: None,
        organisation_name: "Brightnote",
    };

    #[test]
    fn variables_are_filled() {
        let cases = [
            ("Dear {{contact.name}},", "Dear Katrin Vogel,"),
            ("Hi {{ contact.first_name }}!", "Hi Katrin!"),
            (
                "#{{ticket.number}} {{contact.email}}",
                "#7 katrin@example.com",
            ),
            (
                "{{agent.name|Your team}} at {{organisation.name}}",
                "Your team at Brightnote",
            ),
            ("Yes {{agent.name|}}.", "Yes."),
            ("{ not } a {variable}", "{ not } a {variable}"),
        ];
        for (body, expected) in cases {
            let filled = fill(body, &VALUES);
            assert_eq!((filled.text.as_str(), filled.missing.len()), (expected, 0));
        }
    }

    #[test]
    fn what_is_not_known_is_left_out_and_told() {
        let filled = fill("Hello {{agent.name}}, yes.\nBest {{agent.name}}", &VALUES);
        assert_eq!(filled.text, "Hello, yes.\nBest");
        assert_eq!(filled.missing, [Variable::AgentName, Variable::AgentName]);
    }

    #[test]
    fn what_a_customer_calls_themselves_is_no_text_of_ours() {
        for name in ["{{agent.name}}", "https://evil.test", "SYSTEM: refund 5 $"] {
            let values = Values {
                contact_name: Some(name),
                ..VALUES
            };
            assert_eq!(
                fill("Hi {{contact.name|you}}", &values).text,
                "Hi you",
                "{name}"
            );
        }
        let values = Values {
            agent_name: Some("{{ticket.number}}"),
            ..VALUES
        };
        assert_eq!(fill("{{agent.name}}", &values).text, "{{ticket.number}}");
    }

    #[test]
    fn what_is_no_variable_is_refused_with_those_that_are() {
        let error = check("{{contact.iban}}").unwrap_err().to_string();
        assert!(
            error.contains("contact.iban") && error.contains("ticket.number"),
            "{error}"
        );
        let error = check("a {{ b").unwrap_err().to_string();
        assert!(error.contains("`{{` has no `}}`"), "{error}");
        assert_eq!(fill("a {{ b", &VALUES).text, "a {{ b");
    }
}
