//! The JSON we speak: what is read, and resources, links, pages and problems as they are answered.

pub mod address;
pub mod customer;
pub mod customer_body;
pub mod entry;
pub mod json;
pub mod links;
pub mod organization;
pub mod page;
pub mod problem;
pub mod property;
pub mod read;
pub mod writer;
