//! One integration binary that mirrors src/. Everything goes through the public door.

// A test that panics has failed, which is what is wanted.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod api;
mod architecture;
mod browser;
mod cli;
mod cluster;
mod crash;
mod domain;
mod door;
mod failover;
mod powercut;
mod rig;
mod search;
mod server;
mod server_process;
mod store;
mod web;
mod wire;
