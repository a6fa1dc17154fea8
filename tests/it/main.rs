//! One integration binary that mirrors src/. Everything goes through the public door.

mod api;
mod architecture;
mod cli;
mod crash;
mod domain;
mod door;
mod powercut;
mod search;
mod server;
mod server_process;
