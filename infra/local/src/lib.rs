//! Placeholder.

pub mod faults;
pub mod listen;
pub mod table;
pub mod template;
