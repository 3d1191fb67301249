//! What can be wrong with a template, said to the person who edits it. Invariant: every message names the
//! place and ends with what to do there.

/// Why a template cannot be used on this machine.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The text is not YAML at all.
    #[error("the template is not YAML{place}: {problem}; correct that line")]
    Yaml {
        /// Where, as ` at line n column m`, or empty when the reader does not know.
        place: String,
        /// What the YAML reader met.
        problem: String,
    },
    /// One property of one resource cannot be used.
    #[error("resource {resource}, property {property}: {problem}; {advice}")]
    Property {
        /// Logical id of the resource.
        resource: String,
        /// Path below the resource, such as `Properties.Events.Mail.Properties.Queue`.
        property: String,
        /// What is wrong with it.
        problem: String,
        /// What to write instead.
        advice: String,
    },
    /// A parameter, condition or section outside the resources cannot be used.
    #[error("{place}: {problem}; {advice}")]
    Section {
        /// Which part, such as `parameter ReplyDomain`.
        place: String,
        /// What is wrong with it.
        problem: String,
        /// What to write or pass instead.
        advice: String,
    },
}

/// A problem whose place is not known yet; the reader adds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) problem: String,
    pub(crate) advice: String,
}

impl Problem {
    pub(crate) fn new(problem: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            problem: problem.into(),
            advice: advice.into(),
        }
    }

    /// Puts the problem at a part outside the resources.
    pub(crate) fn at_section(self, place: impl Into<String>) -> TemplateError {
        TemplateError::Section {
            place: place.into(),
            problem: self.problem,
            advice: self.advice,
        }
    }

    /// Puts the problem at a property of a resource.
    pub(crate) fn at(self, resource: &str, property: impl Into<String>) -> TemplateError {
        TemplateError::Property {
            resource: resource.to_owned(),
            property: property.into(),
            problem: self.problem,
            advice: self.advice,
        }
    }
}
