//! What a customer record is, and when it is valid. Pure: no async, no SQL, no HTTP.

pub mod address;
pub mod app;
pub mod code;
pub mod customer;
pub mod customer_document;
pub mod customer_input;
pub mod customer_patch;
pub mod diff;
pub mod email;
pub mod entry;
pub mod event;
pub mod id;
pub mod joining;
pub mod once;
pub mod organization;
pub mod problem;
pub mod property;
pub mod property_value;
pub mod query;
pub mod record;
pub mod tag;
pub mod text;
pub mod time;
pub mod token;
pub mod user;
