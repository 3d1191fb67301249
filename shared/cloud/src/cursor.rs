//! Cursors of lists: where the next page begins, signed.
//!
//! Invariant: a cursor works only for the organisation and the filter it was made for, and for a day.
