//! What the store asks of its engine.

mod copy;
mod distributed;
mod full_disk;
mod listener;
mod on_server;
mod plans;
mod servers;
mod upkeep;
