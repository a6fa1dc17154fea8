//! Cursors: where a walk through a list stands, opaque to clients, and of use for the same list only.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::parameters::Parameters;
use crate::auth::secret;
use crate::domain::id::{CompanyId, CustomerId, MAX_ID};
use crate::domain::problem::{Problems, Rule};
use crate::store::customer_list::Cursor;

/// How many bytes tell the list that a cursor belongs to.
const MARK: usize = 8;
/// The most customers that are named in a cursor; far more than a query has addresses.
const NAMED: usize = 1_000;

/// The list that a cursor belongs to: whose it is, and its parameters.
#[derive(Clone, Copy, Debug)]
pub struct List<'a>(pub CompanyId, pub &'a str);

/// A cursor as text.
pub fn write(cursor: &Cursor, list: List<'_>) -> String {
    let mut bytes = vec![u8::from(cursor.among_best)];
    bytes.extend(list.mark());
    for id in [&cursor.after].into_iter().chain(&cursor.best) {
        bytes.extend(id.0.to_be_bytes());
    }
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The cursor of a request. One that is broken, or of another list, is a problem.
pub fn read(parameters: &Parameters, list: List<'_>, problems: &mut Problems) -> Option<Cursor> {
    let given = parameters.get("cursor")?;
    let cursor = parse(given, list);
    if let Err(rule) = cursor {
        problems.query("cursor", Rule::Pattern(rule), given);
    }
    cursor.ok()
}

fn parse(text: &str, list: List<'_>) -> Result<Cursor, &'static str> {
    const BROKEN: &str = "is not a cursor; take it from the next link of an answer, or leave it out to begin anew";
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BROKEN)?;
    let (among_best, rest) = bytes.split_first().filter(|(first, _)| **first <= 1).ok_or(BROKEN)?;
    let (mark, ids) = rest.split_at_checked(MARK).ok_or(BROKEN)?;
    let (ids, []) = ids.as_chunks() else { return Err(BROKEN) };
    let ids: Vec<CustomerId> = ids.iter().map(|id| CustomerId(i64::from_be_bytes(*id))).collect();
    let (after, best) = ids.split_first().filter(|(_, best)| best.len() <= NAMED).ok_or(BROKEN)?;
    if ids.iter().any(|id| !(1..=MAX_ID).contains(&id.0)) {
        return Err(BROKEN);
    }
    if mark != list.mark() {
        return Err(
            "belongs to a list with other parameters; send those that the list began with, or leave the cursor out",
        );
    }
    Ok(Cursor { among_best: *among_best == 1, after: *after, best: best.to_vec() })
}

impl List<'_> {
    fn mark(self) -> [u8; MARK] {
        let mut mark = [0; MARK];
        mark.copy_from_slice(&secret::hash(&format!("{} {}", self.0, self.1))[..MARK]);
        mark
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_for_its_own_list_only() {
        let own = List(CompanyId(1), "lastName=Okoro");
        for (among_best, best) in
            [(true, vec![]), (true, vec![CustomerId(MAX_ID)]), (false, vec![CustomerId(7); NAMED])]
        {
            let cursor = Cursor { among_best, after: CustomerId(MAX_ID), best };
            let text = write(&cursor, own);
            assert_eq!(parse(&text, own), Ok(cursor));
            for other in [List(CompanyId(1), "lastName=Okor"), List(CompanyId(2), "lastName=Okoro")] {
                assert!(parse(&text, other).unwrap_err().contains("other parameters"));
            }
            assert!(parse(&text[1..], own).is_err());
            assert!(parse(&format!("{text}A"), own).is_err());
        }
        let long = Cursor { among_best: false, after: CustomerId(1), best: vec![CustomerId(7); NAMED + 1] };
        assert!(parse(&write(&long, own), own).is_err());
        assert!(parse("", own).is_err());
    }
}
