//! What the store asks of its engine.

mod listener;
mod on_server;
mod plans;
mod servers;
