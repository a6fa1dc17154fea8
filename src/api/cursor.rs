//! Cursors: where a walk through a list stands, opaque to clients, and of use for the same list only.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::parameters::Parameters;
use crate::auth::secret;
use crate::domain::id::{CustomerId, MAX_ID};
use crate::domain::problem::{Problems, Rule};
use crate::store::customer_list::Cursor;

/// How many bytes tell the list that a cursor belongs to.
const MARK: usize = 8;

/// A cursor as text. `list` holds the parameters of its list.
pub fn write(cursor: Cursor, list: &str) -> String {
    let mut bytes = vec![u8::from(cursor.among_best)];
    bytes.extend(mark(list));
    bytes.extend(cursor.after.0.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The cursor of a request. One that is broken, or of another list, is a problem.
pub fn read(parameters: &Parameters, list: &str, problems: &mut Problems) -> Option<Cursor> {
    let given = parameters.get("cursor")?;
    let cursor = parse(given, list);
    if let Err(rule) = cursor {
        problems.query("cursor", Rule::Pattern(rule), given);
    }
    cursor.ok()
}

fn parse(text: &str, list: &str) -> Result<Cursor, &'static str> {
    const BROKEN: &str = "is not a cursor; take it from the next link of an answer, or leave it out to begin anew";
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BROKEN)?;
    let (among_best, rest) = bytes.split_first().filter(|(first, _)| **first <= 1).ok_or(BROKEN)?;
    let (of_list, after) = rest.split_at_checked(MARK).ok_or(BROKEN)?;
    let after = i64::from_be_bytes(after.try_into().map_err(|_| BROKEN)?);
    if !(1..=MAX_ID).contains(&after) {
        return Err(BROKEN);
    }
    if of_list != mark(list) {
        return Err(
            "belongs to a list with other parameters; send those that the list began with, or leave the cursor out",
        );
    }
    Ok(Cursor { among_best: *among_best == 1, after: CustomerId(after) })
}

fn mark(list: &str) -> [u8; MARK] {
    let mut mark = [0; MARK];
    mark.copy_from_slice(&secret::hash(list)[..MARK]);
    mark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_for_its_own_list_only() {
        for among_best in [true, false] {
            let cursor = Cursor { among_best, after: CustomerId(MAX_ID) };
            let text = write(cursor, "lastName=Okoro");
            assert_eq!(parse(&text, "lastName=Okoro"), Ok(cursor));
            assert!(parse(&text, "lastName=Okor").unwrap_err().contains("other parameters"));
            assert!(parse(&text[1..], "lastName=Okoro").is_err());
            assert!(parse(&format!("{text}A"), "lastName=Okoro").is_err());
        }
        assert!(parse("", "").is_err());
    }
}
