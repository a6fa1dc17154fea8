//! What the store asks of its engine.

mod listener;
mod plans;
mod servers;
