//! What the store asks of its engine.

mod full_disk;
mod listener;
mod plans;
