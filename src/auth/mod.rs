//! Proves who is asking. Knows nothing of HTTP.

mod access;
mod error;
mod leases;
pub mod secret;

pub use access::{Access, access, client};
pub use error::Error;
pub use leases::{LEASE_SECONDS, Leases};
