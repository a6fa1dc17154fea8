//! What the store asks of its engine.

mod copy;
mod distributed;
mod full_disk;
mod listener;
mod network;
mod on_server;
mod plans;
mod proxy;
mod servers;
mod tls;
mod upkeep;
