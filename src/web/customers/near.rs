//! Whom one may have meant where nobody is called as it was typed: those whose names are one slip of the fingers away.

use std::collections::BTreeSet;

use super::{query, read};
use crate::domain::id::CompanyId;
use crate::domain::query::{NameField, Phrase, Query, Term, near, words};
use crate::store::Store;
use crate::store::customer_list::newest;
use crate::store::customers::Found;
use crate::web::Error;

/// The most words of a name that are looked at; more are rarely a name.
const WORDS: usize = 4;
/// How many of those who are found tell how names are spelled.
const READ: i64 = 20;
/// The most spellings that are told.
const TOLD: usize = 3;

/// Whom one may have meant.
#[derive(Debug, Default)]
pub struct Near {
    /// What to look for instead, the likeliest first.
    pub instead: Vec<String>,
    /// Who is found by it, the newest first.
    pub found: Vec<Found>,
}

/// A word as it was typed, and, where it is taken for a slip, what may have been meant.
#[derive(Clone)]
struct Word<'a> {
    text: &'a str,
    phrase: &'a Phrase,
    near: BTreeSet<String>,
}

/// Whom a query of words alone may have meant that finds nobody. Words that nobody has are the slips; where somebody has each of them, one
/// of them is.
pub async fn near_to(store: &Store, company: CompanyId, query: &Query) -> Result<Near, Error> {
    let words = query::words_alone(query).unwrap_or_default();
    if words.is_empty() || words.len() > WORDS || words.iter().any(|(_, phrase)| phrase.words.len() != 1) {
        return Ok(Near::default());
    }
    let word = |(text, phrase)| Word { text, phrase, near: BTreeSet::new() };
    let words: Vec<Word<'_>> = words.into_iter().map(word).collect();
    let mut nobodys = Vec::new();
    for word in &words {
        nobodys.push(newest(store, company, word.as_typed(), 1).await?.is_empty());
    }
    // Which of the words are taken for slips, try by try.
    let tries: Vec<Vec<bool>> = match nobodys.contains(&true) {
        true => vec![nobodys],
        false => (0..words.len()).map(|slip| (0..words.len()).map(|at| at == slip).collect()).collect(),
    };
    for slips in tries {
        let meant =
            words.iter().zip(slips).map(|(word, is_slip)| if is_slip { word.slipped() } else { Some(word.clone()) });
        let Some(meant) = meant.collect::<Option<Vec<Word<'_>>>>() else { continue };
        let found = newest(store, company, Query::all(meant.iter().map(Word::as_meant).collect()), READ).await?;
        if !found.is_empty() {
            return Ok(Near { instead: instead(&meant, &found)?, found });
        }
    }
    Ok(Near::default())
}

impl Word<'_> {
    /// The same taken for a slip; none where nothing is near it.
    fn slipped(&self) -> Option<Self> {
        let near = near(&self.phrase.words.concat());
        (!near.is_empty()).then(|| Self { near, ..self.clone() })
    }

    fn as_typed(&self) -> Query {
        Query::Term(Term::Anywhere { text: self.text.to_owned(), phrase: self.phrase.clone() })
    }

    fn as_meant(&self) -> Query {
        if self.near.is_empty() {
            return self.as_typed();
        }
        let fields = [NameField::First, NameField::Last].into_iter();
        let one = |field, word: &String| {
            let phrase = Phrase { words: vec![word.clone()], is_beginning: false };
            Query::Term(Term::Name { field, phrase })
        };
        // Each of them is another one: there is nothing to be said once that is said twice.
        Query::Any(fields.flat_map(|field| self.near.iter().map(move |word| one(field, word))).collect())
    }
}

/// What was typed, each word as it is spelled in the names of those who are found, what most of them have first.
fn instead(words: &[Word<'_>], found: &[Found]) -> Result<Vec<String>, Error> {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for one in found {
        let customer = read(one)?;
        let name = crate::web::who::name(&customer);
        let meant = words.iter().map(|word| spelled(word, &name).or(word.near.is_empty().then_some(word.text)));
        let Some(meant) = meant.collect::<Option<Vec<&str>>>().map(|meant| meant.join(" ")) else { continue };
        match counted.iter_mut().find(|(own, _)| *own == meant) {
            Some((_, count)) => *count += 1,
            None => counted.push((meant, 1)),
        }
    }
    counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Ok(counted.into_iter().take(TOLD).map(|(meant, _)| meant).collect())
}

/// The part of a name that a word is, or that may have been meant by it.
fn spelled<'a>(word: &Word<'_>, name: &'a str) -> Option<&'a str> {
    let parts = name.split(|c: char| c.is_whitespace() || "-'’.".contains(c));
    let is_it = |own: &String| word.near.contains(own) || (word.near.is_empty() && word.phrase.words.contains(own));
    parts.into_iter().find(|part| matches!(words(part).as_slice(), [own] if is_it(own)))
}
