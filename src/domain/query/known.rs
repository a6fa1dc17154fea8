//! What is known where a query is read.

use crate::domain::property::Definition;
use crate::domain::time::Timestamp;
use crate::domain::zone::Zone;

/// What a query can speak of besides the fields that every customer has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// The properties of customers.
    pub properties: &'a [Definition],
    /// By which calendar words such as `today` are days; without one they are not understood.
    pub calendar: Option<Calendar<'a>>,
}

/// The days of somebody.
#[derive(Clone, Copy, Debug)]
pub struct Calendar<'a> {
    /// Now.
    pub now: Timestamp,
    /// Where days begin.
    pub zone: &'a Zone,
}

impl<'a> From<&'a [Definition]> for Known<'a> {
    fn from(properties: &'a [Definition]) -> Self {
        Self { properties, calendar: None }
    }
}

impl<'a> From<&'a Vec<Definition>> for Known<'a> {
    fn from(properties: &'a Vec<Definition>) -> Self {
        properties.as_slice().into()
    }
}

impl<'a, const N: usize> From<&'a [Definition; N]> for Known<'a> {
    fn from(properties: &'a [Definition; N]) -> Self {
        properties.as_slice().into()
    }
}
