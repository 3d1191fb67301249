//! Mail addresses as Lambdesk compares them.
//!
//! Invariant: two addresses that differ only in case are the same person; everything else is kept as sent.

use serde::{Deserialize, Serialize};

/// A mailbox of RFC 5322: an address and the name shown with it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Address {
    /// Display name as sent, decoded; `None` when there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `local@domain` in lower case.
    pub email: String,
}

impl Address {
    /// Builds an address; the e-mail part is folded to lower case and trimmed.
    #[must_use]
    pub fn new(name: Option<&str>, email: &str) -> Self {
        let name = name
            .map(str::trim)
            .filter(|n| !n.is_empty())
            .map(str::to_owned);
        Self {
            name,
            email: normalise(email),
        }
    }

    /// The part after the last `@`, or an empty string.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.email.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// The part before the last `@`, or the whole string.
    #[must_use]
    pub fn local(&self) -> &str {
        self.email
            .rsplit_once('@')
            .map_or(self.email.as_str(), |(local, _)| local)
    }

    /// The name to show: display name, else the address itself.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.email)
    }

    /// The address without a `+tag` in its local part: `a+x@b` becomes `a@b`.
    #[must_use]
    pub fn without_tag(&self) -> String {
        match self.local().split_once('+') {
            Some((base, _)) if !base.is_empty() => format!("{base}@{}", self.domain()),
            _ => self.email.clone(),
        }
    }
}

/// Lower case and trimmed: the form in which addresses are compared and stored.
#[must_use]
pub fn normalise(email: &str) -> String {
    email.trim().trim_matches(['<', '>']).to_lowercase()
}

/// Whether the text can be used as a recipient: one `@`, no blanks or control characters, bounded length.
#[must_use]
pub fn is_deliverable(email: &str) -> bool {
    let Some((local, domain)) = email.rsplit_once('@') else {
        return false;
    };
    let clean = |c: char| {
        !c.is_control()
            && !c.is_whitespace()
            && !matches!(c, '<' | '>' | ',' | ';' | '"' | '(' | ')')
    };
    !local.is_empty()
        && local.len() <= 64
        && domain.len() <= 255
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !domain.contains("..")
        && local.chars().all(|c| clean(c) && c != '@')
        && domain
            .chars()
            .all(|c| clean(c) && (c.is_alphanumeric() || matches!(c, '.' | '-')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_compare_without_case() {
        assert_eq!(
            Address::new(None, " Ann@Example.COM ").email,
            "ann@example.com"
        );
    }

    #[test]
    fn tag_is_removed_only_after_a_name() {
        assert_eq!(
            Address::new(None, "support+tkt@in.example.com").without_tag(),
            "support@in.example.com"
        );
        assert_eq!(
            Address::new(None, "+x@example.com").without_tag(),
            "+x@example.com"
        );
    }

    #[test]
    fn undeliverable_addresses_are_refused() {
        for bad in [
            "",
            "a",
            "@example.com",
            "a@",
            "a@b",
            "a b@example.com",
            "a@exa\r\nmple.com",
            "a,b@example.com",
            "a@.com",
        ] {
            assert!(!is_deliverable(bad), "{bad:?}");
        }
        assert!(is_deliverable("a.b+c@sub.example.com"));
    }
}
