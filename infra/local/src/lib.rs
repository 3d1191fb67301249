//! Placeholder.

pub mod events;
pub mod faults;
pub mod listen;
pub mod mail;
pub mod objects;
pub mod queues;
pub mod runtime;
pub mod table;
pub mod template;
