//! The JSON we speak: what is read, and resources, links, pages and problems as they are answered.

pub mod address;
pub mod cursor_page;
pub mod customer;
pub mod customer_body;
pub mod customer_merge_patch;
pub mod customer_patch;
pub mod entry;
pub mod json;
pub mod links;
pub mod mailbox;
pub mod organization;
pub mod page;
pub mod problem;
pub mod property;
pub mod read;
pub mod user;
pub mod writer;
