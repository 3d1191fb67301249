//! AWS on a laptop: one process on loopback that speaks the wire protocols of DynamoDB, S3, SQS and SES and
//! drives the same functions that are deployed; and the `lambdesk` command.
//!
//! Invariant: nothing here is deployed, and nothing that is deployed depends on it.

pub mod app;
pub mod cli;
pub mod defaults;
pub mod demo;
pub mod environment;
pub mod events;
pub mod faults;
pub mod host;
pub mod keys;
pub mod listen;
pub mod mail;
pub mod mail_files;
pub mod objects;
pub mod queues;
pub mod runtime;
pub mod sources;
pub mod stack;
pub mod table;
pub mod template;
