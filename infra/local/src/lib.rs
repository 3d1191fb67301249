//! Placeholder.

pub mod faults;
pub mod listen;
pub mod queues;
pub mod table;
pub mod template;
