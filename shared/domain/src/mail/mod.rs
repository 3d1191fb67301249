//! Mail reading.
