//! Whom one most likely means by a few words: a few reads, each of them bounded.

use crate::domain::customer_document;
use crate::domain::id::CompanyId;
use crate::domain::query::{Folded, NameField, Phrase, Query, Searchable, Term};
use crate::store::customer_list;
use crate::store::customers::Found;
use crate::store::{self, Store};
use crate::web::customers::query;

/// Whom one may mean.
#[derive(Debug, Default)]
pub(super) struct Closest {
    /// They in their order.
    pub(super) found: Vec<Found>,
    /// So many of the first have it in their names, or are what a whole query asks for; the others have it elsewhere.
    pub(super) named: usize,
}

/// At most so many customers whom a query finds. Where it is words alone, first come those in whose names the words stand whole, then those
/// of whose names words begin so, and then the others, as [`place`] has it; the people of organizations that are called so come at the end.
/// Among equals the newest comes first.
pub(super) async fn closest(
    store: &Store,
    company: CompanyId,
    query: &Query,
    most: i64,
) -> Result<Closest, store::Error> {
    let mut found = Vec::new();
    let Some(words) = query::words_alone(query) else {
        found = more(store, company, query.clone(), most, found).await?;
        return Ok(Closest { named: found.len(), found });
    };
    let sought: Vec<String> = words.iter().map(|(text, _)| (*text).to_owned()).collect();
    let (mut rest, mut seen) = (query.clone(), None);
    // An address is in no name.
    if words.iter().all(|(text, phrase)| !text.contains('@') && !phrase.words.is_empty()) {
        let (whole, begun) = (named(&words, false), named(&words, true));
        found = more(store, company, whole.clone(), most, found).await?;
        found = more(store, company, Query::all(vec![begun.clone(), whole.negate()]), most, found).await?;
        seen = Some(begun);
    }
    if let Some(seen) = seen {
        rest = Query::all(vec![rest, seen.negate()]);
    }
    let named = found.len();
    found = more(store, company, rest, most, found).await?;
    if let Some(others) = found.get_mut(named..) {
        others.sort_by_cached_key(|one| place(one, &sought));
    }
    Ok(Closest { found, named })
}

/// What is there already, and the newest of whom a query finds, up to so many in all.
async fn more(
    store: &Store,
    company: CompanyId,
    query: Query,
    most: i64,
    mut found: Vec<Found>,
) -> Result<Vec<Found>, store::Error> {
    let missing = most - found.len() as i64;
    if missing > 0 {
        found.extend(customer_list::newest(store, company, query, missing).await?);
    }
    Ok(found)
}

/// That each of the words stands in a name, whole or as a word of it begins.
fn named(words: &[(&str, &Phrase)], is_beginning: bool) -> Query {
    let one = |(_, phrase): &(&str, &Phrase)| {
        let phrase = Phrase { words: phrase.words.clone(), is_beginning };
        let fields = [NameField::First, NameField::Last];
        Query::any(fields.map(|field| Query::Term(Term::Name { field, phrase: phrase.clone() })).to_vec())
    };
    Query::all(words.iter().map(one).collect())
}

/// How far behind somebody comes whose name does not begin so: an address that does, then a name with the words somewhere inside, then the
/// rest.
fn place(found: &Found, words: &[String]) -> u8 {
    let Ok(customer) = customer_document::read(&found.record.value) else { return u8::MAX };
    let folded = Folded::new(&Searchable::of(&found.record, &customer, None));
    let begins = |word: &String| folded.addresses.iter().any(|address| address.starts_with(word));
    let stands = |word: &String| folded.name.iter().any(|own| own.contains(word));
    if words.iter().any(begins) {
        0
    } else if words.iter().all(stands) {
        1
    } else {
        2
    }
}
