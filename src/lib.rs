//! Cardfile, the customer directory you host yourself. The rooms, and the arrows between them, are drawn in ARCHITECTURE.md.

/// Everything one can do: load, check, decide, commit. Every change goes through here.
pub mod actions;
/// The HTTP API: one file per resource.
pub mod api;
/// Proves who is asking.
pub mod auth;
/// The command line: one file per command.
pub mod cli;
/// The clock that is handed in.
pub mod clock;
/// Settings: every one is a flag and an environment variable.
pub mod config;
/// What a customer record is, and when it is valid.
pub mod domain;
/// The JSON we speak: what is read, and resources, links, pages and problems as they are answered.
pub mod hal;
/// The randomness that is handed in.
pub mod random;
/// Connections in, answers out, and an end that loses nothing.
pub mod server;
/// Remembers everything: the only room with SQL.
pub mod store;
/// What the server tells of itself: its log and its counts.
pub mod telemetry;
/// The web application: one file per noun.
pub mod web;
