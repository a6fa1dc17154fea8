//! What the store asks of its engine.

mod distributed;
mod full_disk;
mod listener;
mod plans;
mod servers;
