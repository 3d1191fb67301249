//! What a topic says about a category.
//!
//! Invariant: categories of any taxonomy get their weights by what their key means; an unknown key has its own terms only.

use super::lexicon::Topic;

/// What a category is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Bug,
    Refund,
    Question,
    Other,
    Billing,
    Technical,
    Sales,
    Account,
    General,
    Delivery,
    Unknown,
}

/// Roles by the words that keys are made of.
const ROLES: &[(Role, &[&str])] = &[
    (
        Role::Refund,
        &[
            "refund-request",
            "refund",
            "refunds",
            "money-back",
            "returns",
        ],
    ),
    (
        Role::Bug,
        &[
            "bug-report",
            "bug",
            "bugs",
            "defect",
            "defects",
            "incident",
            "incidents",
            "error",
            "errors",
        ],
    ),
    (
        Role::Question,
        &[
            "product-question",
            "question",
            "questions",
            "how-to",
            "howto",
            "product",
            "usage",
        ],
    ),
    (Role::Other, &["other", "others", "misc"]),
    (
        Role::Billing,
        &[
            "billing", "payment", "payments", "invoice", "invoices", "finance",
        ],
    ),
    (
        Role::Technical,
        &["technical", "technical-support", "tech", "it"],
    ),
    (Role::Sales, &["sales", "pricing", "presales"]),
    (
        Role::Account,
        &[
            "account",
            "accounts",
            "login",
            "access",
            "cancellation",
            "subscription",
        ],
    ),
    (
        Role::General,
        &["general", "general-support", "inbox", "support"],
    ),
    (
        Role::Delivery,
        &["delivery", "shipping", "orders", "order", "logistics"],
    ),
];

type Weights = &'static [(Topic, f32)];

const BUG: Weights = &[
    (Topic::Fault, 3.0),
    (Topic::Missing, 2.2),
    (Topic::Access, 2.4),
    (Topic::Cannot, 1.6),
    (Topic::Contrast, 1.2),
    (Topic::Odd, 1.1),
    (Topic::Tried, 1.0),
    (Topic::DoesNot, 0.7),
    (Topic::Lost, 0.5),
    (Topic::Why, 0.4),
    (Topic::Login, 0.4),
    (Topic::Blocked, 0.6),
];

const REFUND: Weights = &[
    (Topic::Refund, 4.0),
    (Topic::Withdrawal, 3.4),
    (Topic::Charge, 2.7),
    (Topic::Mistake, 1.7),
    (Topic::Payment, 0.4),
];

const QUESTION: Weights = &[
    (Topic::Cancel, 3.2),
    (Topic::How, 2.3),
    (Topic::Ask, 1.6),
    (Topic::Condition, 1.4),
    (Topic::Feature, 2.2),
    (Topic::Price, 2.2),
    (Topic::Sales, 1.6),
    (Topic::Lost, 1.6),
    (Topic::Invoice, 1.6),
    (Topic::Why, 1.0),
    (Topic::Account, 0.9),
    (Topic::Change, 0.8),
    (Topic::Subscription, 0.7),
    (Topic::Password, 0.6),
    (Topic::Product, 0.6),
    (Topic::Login, 0.5),
    (Topic::Want, 0.5),
    (Topic::Access, 0.5),
    (Topic::Payment, 0.3),
];

const BILLING: Weights = &[
    (Topic::Refund, 3.6),
    (Topic::Charge, 3.2),
    (Topic::Invoice, 3.2),
    (Topic::Withdrawal, 3.0),
    (Topic::Payment, 2.0),
    (Topic::Mistake, 1.0),
    (Topic::Cancel, 1.0),
    (Topic::Subscription, 0.7),
];

const TECHNICAL: Weights = &[
    (Topic::Fault, 3.2),
    (Topic::Cannot, 2.0),
    (Topic::Missing, 2.0),
    (Topic::Login, 1.6),
    (Topic::Access, 1.4),
    (Topic::Odd, 1.2),
    (Topic::Contrast, 1.0),
    (Topic::Tried, 1.0),
    (Topic::DoesNot, 0.6),
    (Topic::Lost, 0.8),
    (Topic::Blocked, 0.8),
];

const SALES: Weights = &[(Topic::Price, 3.0), (Topic::Sales, 2.8), (Topic::How, 0.2)];

const ACCOUNT: Weights = &[
    (Topic::Account, 2.2),
    (Topic::Password, 2.6),
    (Topic::Cancel, 2.4),
    (Topic::Login, 0.6),
    (Topic::Change, 0.7),
    (Topic::Subscription, 0.4),
];

const GENERAL: Weights = &[
    (Topic::Feature, 1.8),
    (Topic::How, 0.6),
    (Topic::Product, 0.4),
    (Topic::Delivery, 2.0),
    (Topic::Thanks, 1.4),
    (Topic::Advert, 3.0),
    (Topic::Approach, 3.0),
    (Topic::Homework, 2.2),
];

const OTHER: Weights = &[
    (Topic::Advert, 3.2),
    (Topic::Approach, 3.2),
    (Topic::Homework, 2.6),
    (Topic::Delivery, 1.6),
    (Topic::Thanks, 1.5),
    (Topic::Positive, 0.4),
];

const DELIVERY: Weights = &[(Topic::Delivery, 3.4)];

impl Role {
    /// What a key means.
    pub(crate) fn of(key: &str) -> Self {
        let key = key.replace('_', "-");
        let role = ROLES.iter().find(|(_, keys)| keys.contains(&key.as_str()));
        role.map_or(Self::Unknown, |(role, _)| *role)
    }

    /// What the topics count for it.
    pub(crate) fn weights(self) -> Weights {
        match self {
            Self::Bug => BUG,
            Self::Refund => REFUND,
            Self::Question => QUESTION,
            Self::Other => OTHER,
            Self::Billing => BILLING,
            Self::Technical => TECHNICAL,
            Self::Sales => SALES,
            Self::Account => ACCOUNT,
            Self::General => GENERAL,
            Self::Delivery => DELIVERY,
            Self::Unknown => &[],
        }
    }
}

/// Topics that lose when another one is there: a refund explains the cancelling, a fault the question.
/// Columns: the topic, the one beside it, what is left of its points.
pub(crate) const BESIDE: &[(Topic, Topic, f32)] = &[
    (Topic::Cancel, Topic::Refund, 0.35),
    (Topic::Cancel, Topic::Withdrawal, 0.35),
    (Topic::Cancel, Topic::Charge, 0.6),
    (Topic::How, Topic::Fault, 0.5),
    (Topic::How, Topic::Missing, 0.45),
    (Topic::How, Topic::Refund, 0.4),
    (Topic::How, Topic::Homework, 0.5),
    (Topic::Cannot, Topic::Lost, 0.2),
    (Topic::Missing, Topic::Lost, 0.9),
    (Topic::Lost, Topic::Missing, 0.5),
    (Topic::Cannot, Topic::Cancel, 0.7),
    (Topic::Cannot, Topic::How, 0.8),
    (Topic::Product, Topic::Homework, 0.4),
    (Topic::Change, Topic::Homework, 0.4),
    (Topic::Product, Topic::Advert, 0.4),
    (Topic::Price, Topic::Advert, 0.3),
    (Topic::Sales, Topic::Advert, 0.3),
    (Topic::How, Topic::Advert, 0.4),
    (Topic::Want, Topic::Approach, 0.3),
    (Topic::Homework, Topic::Account, 0.3),
    (Topic::Homework, Topic::Cancel, 0.1),
    (Topic::Homework, Topic::Refund, 0.1),
    (Topic::Homework, Topic::Fault, 0.4),
    (Topic::Homework, Topic::Subscription, 0.4),
    (Topic::Advert, Topic::Cancel, 0.3),
    (Topic::Advert, Topic::Refund, 0.3),
    (Topic::Advert, Topic::Fault, 0.4),
    (Topic::Thanks, Topic::How, 0.5),
    (Topic::Fault, Topic::Thanks, 0.6),
    (Topic::Charge, Topic::Access, 0.7),
    (Topic::Product, Topic::Fault, 0.4),
    (Topic::Product, Topic::Missing, 0.5),
    (Topic::Product, Topic::Access, 0.5),
    (Topic::Product, Topic::Cannot, 0.7),
    (Topic::Product, Topic::Refund, 0.5),
    (Topic::Change, Topic::Fault, 0.4),
    (Topic::Change, Topic::Missing, 0.5),
    (Topic::Change, Topic::Access, 0.5),
    (Topic::Change, Topic::Cannot, 0.7),
    (Topic::Change, Topic::Refund, 0.5),
    (Topic::Want, Topic::Fault, 0.4),
    (Topic::Want, Topic::Missing, 0.5),
    (Topic::Want, Topic::Access, 0.5),
    (Topic::Want, Topic::Cannot, 0.7),
    (Topic::Want, Topic::Refund, 0.5),
    (Topic::Price, Topic::Access, 0.2),
    (Topic::Account, Topic::Fault, 0.6),
    (Topic::Password, Topic::Fault, 0.6),
    (Topic::Refund, Topic::Invoice, 0.9),
    (Topic::Invoice, Topic::Refund, 0.4),
    (Topic::Account, Topic::Access, 0.5),
    (Topic::Subscription, Topic::Access, 0.5),
    (Topic::Homework, Topic::Feature, 0.4),
    (Topic::Refund, Topic::Condition, 0.5),
    (Topic::Charge, Topic::Condition, 0.4),
    (Topic::Missing, Topic::Condition, 0.5),
    (Topic::Mistake, Topic::Condition, 0.5),
    (Topic::Condition, Topic::Fault, 0.3),
    (Topic::Condition, Topic::Advert, 0.3),
    (Topic::Condition, Topic::Approach, 0.3),
    (Topic::Condition, Topic::Homework, 0.3),
    (Topic::Ask, Topic::How, 0.2),
    (Topic::Ask, Topic::Fault, 0.4),
    (Topic::Ask, Topic::Missing, 0.4),
    (Topic::Ask, Topic::Refund, 0.4),
    (Topic::Ask, Topic::Homework, 0.5),
    (Topic::Ask, Topic::Advert, 0.3),
    (Topic::Ask, Topic::Approach, 0.3),
    (Topic::How, Topic::Approach, 0.4),
    (Topic::Sales, Topic::Approach, 0.4),
    (Topic::Invoice, Topic::Fault, 0.5),
    (Topic::Invoice, Topic::Cannot, 0.6),
    (Topic::Invoice, Topic::DoesNot, 0.8),
    (Topic::Why, Topic::How, 0.3),
    (Topic::Why, Topic::Fault, 0.4),
    (Topic::Why, Topic::Charge, 0.5),
    (Topic::Why, Topic::Homework, 0.3),
    (Topic::DoesNot, Topic::Fault, 0.4),
    (Topic::DoesNot, Topic::Cannot, 0.3),
    (Topic::DoesNot, Topic::Missing, 0.4),
    (Topic::DoesNot, Topic::Lost, 0.3),
    (Topic::DoesNot, Topic::How, 0.3),
    (Topic::DoesNot, Topic::Want, 0.5),
    (Topic::DoesNot, Topic::Cancel, 0.1),
    (Topic::DoesNot, Topic::Refund, 0.3),
    (Topic::DoesNot, Topic::Charge, 0.2),
    (Topic::DoesNot, Topic::Mistake, 0.2),
    (Topic::DoesNot, Topic::Homework, 0.3),
    (Topic::DoesNot, Topic::NotWanted, 0.2),
    (Topic::Contrast, Topic::Cancel, 0.3),
    (Topic::Contrast, Topic::Refund, 0.3),
    (Topic::Contrast, Topic::Charge, 0.2),
    (Topic::Contrast, Topic::How, 0.6),
    (Topic::Contrast, Topic::Feature, 0.5),
    (Topic::Contrast, Topic::Homework, 0.5),
    (Topic::Cannot, Topic::Feature, 0.5),
    (Topic::Product, Topic::Contrast, 0.6),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_mean_what_they_say() {
        for (key, role) in [
            ("bug-report", Role::Bug),
            ("refund_request", Role::Refund),
            ("technical_support", Role::Technical),
            ("shipping", Role::Delivery),
            ("llamas", Role::Unknown),
        ] {
            assert_eq!(Role::of(key), role);
        }
    }
}
