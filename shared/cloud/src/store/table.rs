//! The definition of the table as data: for local creation and for comparing with the template.
//!
//! Invariant: what is not in here is not used by any query.
