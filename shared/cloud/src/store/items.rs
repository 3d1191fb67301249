//! Items of the table from values and back.
//!
//! Invariant: keys of the indexes are computed here, from the value itself, whenever it is written.
