//! Whole flows and contracts, on the real embedded stack.
//!
//! Invariant: every test starts a deployment of its own in a folder of its own and shares nothing.

#![allow(
    unreachable_pub,
    missing_docs,
    reason = "one test binary, nobody outside"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests fail the test, as the tests themselves do"
)]

mod api_articles;
mod api_canned;
mod api_changes;
mod api_doors;
mod api_files;
mod api_operations;
mod api_people;
mod api_pictures;
mod api_presence;
mod api_repeats;
mod api_replies;
mod api_sign_in;
mod api_support;
mod api_tickets;
mod contract_access;
mod contract_arrows;
mod contract_docs;
mod contract_events;
mod contract_mistakes;
mod contract_openapi;
mod contract_routes;
mod contract_stores;
mod contract_template;
mod crash_api;
mod crash_kill;
mod crash_steps;
mod crash_support;
mod desk;
mod fault_local;
mod fault_mail;
mod fault_models;
mod fault_queue;
mod fault_sending;
mod fault_table;
mod flow_articles;
mod flow_attacks;
mod flow_auto_resolve;
mod flow_bedrock;
mod flow_calibration;
mod flow_canned;
mod flow_drafts;
mod flow_facts;
mod flow_import;
mod flow_mail;
mod flow_models;
mod flow_order;
mod flow_outgoing;
mod flow_own_words;
mod flow_past;
mod flow_postgres;
mod flow_reports;
mod flow_samples;
mod flow_secrets;
mod flow_smtp;
mod flow_support;
mod flow_threading;
mod flow_triage;
mod flow_vectors;
mod flow_vectors_trouble;
mod meaning;
mod model_server;
mod postgres;
mod semantics;
mod stand_in;
