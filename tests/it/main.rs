//! One integration binary that mirrors src/. Everything goes through the public door.

mod architecture;
mod cli;
mod crash;
mod powercut;
mod server_process;
