//! What Lambdesk relies on of DynamoDB, S3, SQS and SES, said once and asked of whoever answers.
//!
//! By default a fresh embedded stack answers. With `LAMBDESK_SEMANTICS_DYNAMODB`, `_S3`, `_SQS` or `_SES` set to an
//! address, that endpoint answers instead, so the same cases tell where an emulator and ours part ways. Where they do,
//! the documentation of AWS decides, and the difference is written down in [`known`].
//!
//! Invariant: no case is left out anywhere. A case that a peer is known to fail is run there all the same, and fails
//! once the peer passes it, so that the list of differences cannot grow stale.

mod known;
mod mail;
mod objects;
mod place;
mod queues;
mod table;

/// Makes a test of each case; a case that is not named here is dead code, which the lints refuse.
macro_rules! cases {
    ($service:ident: $($case:ident),+ $(,)?) => {
        /// The names of the cases, to check the list of differences with.
        pub(in crate::semantics) const NAMES: &[&str] = &[$(stringify!($case)),+];

        mod asked {
            $(#[tokio::test]
            async fn $case() {
                let service = crate::semantics::place::Service::$service;
                crate::semantics::place::ask(service, stringify!($case), super::$case).await;
            })+
        }
    };
}
use cases;
