//! Rules of the domain that hold for any input.

mod email;
mod json;
mod query;
mod text;
mod values;
