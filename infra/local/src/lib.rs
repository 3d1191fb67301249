//! Placeholder.

pub mod faults;
pub mod listen;
pub mod objects;
pub mod queues;
pub mod table;
pub mod template;
