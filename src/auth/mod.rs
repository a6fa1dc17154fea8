//! Proves who is asking. Knows nothing of HTTP.

mod access;
mod error;
mod leases;
pub mod passkey;
mod password;
pub mod secret;
mod throttle;
mod uses;

pub use access::{Access, access, client};
pub use error::Error;
pub use leases::{LEASE_SECONDS, Leases};
pub use password::{PasswordError, Passwords};
pub use throttle::{FORGOTTEN_SECONDS, Throttle};
pub use uses::Uses;
