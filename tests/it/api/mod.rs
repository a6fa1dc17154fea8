//! The HTTP API, called from outside: what the wire says is held against what the server answers.

mod addresses;
mod bodies;
mod companies;
mod customer_fields;
mod customer_list;
mod customers;
mod docs;
mod edge;
mod emails;
mod entries;
mod errors;
mod events;
mod health;
mod links;
mod nonsense;
mod openapi;
mod organizations;
mod paths;
mod properties;
mod property_values;
mod race;
mod sample;
mod tokens;
mod unicode;
