//! Reads the form of the AWS query protocol.
//!
//! Invariant: list members keep the order of their numbers, whatever order they came in.

use std::collections::HashMap;

/// The parameters of one call by name.
#[derive(Debug, Default)]
pub(super) struct Call(HashMap<String, String>);

impl Call {
    pub(super) fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// A parameter that is present and not empty.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// `Prefix.member.1`, `Prefix.member.2` and so on, up to the first gap; `suffix` is for lists of structures.
    pub(super) fn member(&self, prefix: &str, number: usize, suffix: &str) -> Option<&str> {
        self.0
            .get(&format!("{prefix}.member.{number}{suffix}"))
            .map(String::as_str)
    }

    /// All members of a plain list.
    pub(super) fn members(&self, prefix: &str) -> Vec<String> {
        (1..)
            .map_while(|number| self.member(prefix, number, ""))
            .map(str::to_owned)
            .collect()
    }

    /// All members of a list of name and value.
    pub(super) fn pairs(&self, prefix: &str) -> Vec<(String, String)> {
        (1..)
            .map_while(|number| {
                let name = self.member(prefix, number, ".Name")?;
                let value = self.member(prefix, number, ".Value")?;
                Some((name.to_owned(), value.to_owned()))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_and_pairs_come_in_the_order_of_their_numbers() {
        let call = Call::read(
            b"Destinations.member.2=b%40x&Destinations.member.1=a%2B1%40x&Tags.member.1.Name=n&Tags.member.1.Value=v&Source=",
        );
        assert_eq!(call.members("Destinations"), ["a+1@x", "b@x"]);
        assert_eq!(call.pairs("Tags"), [("n".to_owned(), "v".to_owned())]);
        assert_eq!(call.text("Source"), None);
    }
}
