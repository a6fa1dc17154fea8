//! Where a walk through a sorted list stands.

use super::Error;
use super::value::Value;

/// Behind this key and this identifier, whether or not any record has them by now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What the last record was sorted by.
    pub key: Key,
    /// Its identifier.
    pub id: i64,
}

/// What a list is sorted by before the identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A moment in microseconds, or a count.
    Number(i64),
    /// A text as it is compared.
    Text(String),
    /// A member of an organization: its name as it is compared, its identifier, and when the member was made, in microseconds.
    Member {
        /// The name.
        name: String,
        /// The identifier.
        organization: i64,
        /// When the member was made.
        made: i64,
    },
    /// Nothing: among those who have nothing to be sorted by.
    Nothing,
}

impl Place {
    /// The place, if it may be one of a list that is sorted by text, or by numbers.
    pub(super) fn of(place: Option<&Self>, is_by_text: bool) -> Option<&Self> {
        place.filter(|place| match place.key {
            Key::Text(_) => is_by_text,
            Key::Number(_) => !is_by_text,
            Key::Member { .. } | Key::Nothing => false,
        })
    }
}

/// What a page keeps of the records that were read for it, one more than it has room for, and where it goes on when there are more.
pub(super) fn cut<T>(
    mut found: Vec<T>,
    size: i64,
    place: impl FnOnce(&T) -> Result<Place, Error>,
) -> Result<(Vec<T>, Option<Place>), Error> {
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let has_more = found.len() > size;
    found.truncate(size);
    let next = found.last().filter(|_| has_more).map(place).transpose()?;
    Ok((found, next))
}

impl From<&Key> for Value {
    fn from(key: &Key) -> Self {
        match key {
            Key::Number(number) => (*number).into(),
            Key::Text(text) | Key::Member { name: text, .. } => text.as_str().into(),
            Key::Nothing => Self::Null,
        }
    }
}
