//! What stands in the query box, read: the query, or what is wrong with it and where.

use std::slice;

use crate::domain::phone;
use crate::domain::property::Definition;
use crate::domain::query::{self, Calendar, Known, Mistake, Phrase, Query, Term, fold_line};
use crate::domain::zone::Zone;
use crate::store::{self, organizations};
use crate::web::texts::Texts;
use crate::web::{Visitor, Web};

/// From how many letters on words are looked for among the names of organizations too.
const LETTERS: usize = 3;
/// The most organizations whose people are found by words alone: with more of them, hardly anybody means an organization.
const ORGANIZATIONS: i64 = 100;

/// A query that is not understood, as it is shown under the box.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What stands before the part at fault.
    pub before: String,
    /// The part at fault; where something is missing, the place.
    pub wrong: String,
    /// What stands after it.
    pub after: String,
    /// What is wrong.
    pub message: String,
    /// What to write in its place; empty to leave it out.
    pub suggestion: String,
    /// Where the query leads with what is suggested, when something is.
    pub instead: Option<String>,
}

/// The query in the box, none when it is empty. The last word may be one that is still being typed, so it is the beginning of one.
pub fn read<'a>(typed: &str, known: impl Into<Known<'a>>) -> Result<Option<Query>, Mistake> {
    let known = known.into();
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let is_open = is_open(typed);
    let opened = if is_open { format!("{typed}*") } else { typed.to_owned() };
    let read = match query::parse(&opened, known) {
        // What is wrong is told of what was typed.
        Err(mistake) if is_open => query::parse(typed, known).map_err(|_| mistake),
        read => read,
    };
    match number(typed) {
        Some(number) => Ok(Some(read.map_or(number.clone(), |words| Query::any(vec![words, number])))),
        None => read.map(Some),
    }
}

/// What the text in the box means to a visitor: days are the visitor's, and plain words are the beginning of an organization's name too,
/// where there is one, and find its people. `properties` are those of customers.
pub async fn meant(
    web: &Web,
    visitor: &Visitor,
    properties: &[Definition],
    typed: &str,
) -> Result<Result<Option<Query>, Mistake>, store::Error> {
    let (store, company, zone) = (&web.directory.store, visitor.company.id, visitor.zone());
    let read = read(typed, known(web, properties, &zone));
    let Ok(Some(query)) = &read else { return Ok(read) };
    let Some(name) = organization(typed, query) else { return Ok(read) };
    let fitting = organizations::count_beginning(store, company, &name, ORGANIZATIONS + 1).await?;
    if !(1..=ORGANIZATIONS).contains(&fitting) {
        return Ok(read);
    }
    let mut parts = match query {
        Query::Any(parts) => parts.clone(),
        words => vec![words.clone()],
    };
    parts.push(Query::Term(Term::Organization { name, is_beginning: true }));
    Ok(Ok(Some(Query::any(parts))))
}

/// What a query can speak of for somebody of this zone.
pub fn known<'a>(web: &Web, properties: &'a [Definition], zone: &'a Zone) -> Known<'a> {
    Known { properties, calendar: Some(Calendar { now: web.directory.clock.now(), zone }) }
}

/// The beginning of an organization's name that plain words may be.
fn organization(typed: &str, query: &Query) -> Option<String> {
    let words = match query {
        // The other one is a telephone number.
        Query::Any(parts) => parts.first().filter(|_| number(typed).is_some())?,
        words => words,
    };
    let parts = match words {
        Query::All(parts) => parts.as_slice(),
        word => slice::from_ref(word),
    };
    let is_plain =
        !typed.contains(['"', '*', '@', ':', '(', ')']) && typed.split_whitespace().all(|word| word != "AND");
    let are_words = parts.iter().all(|part| matches!(part, Query::Term(Term::Anywhere { .. })));
    let name = fold_line(typed);
    (is_plain && are_words && name.chars().count() >= LETTERS).then_some(name)
}

/// The words of a query that is nothing else, but for the organizations that may be meant by them.
pub fn words_alone(query: &Query) -> Option<Vec<(&str, &Phrase)>> {
    let words = match query {
        Query::Any(parts) => match parts.as_slice() {
            [words, Query::Term(Term::Organization { .. })] => words,
            _ => return None,
        },
        words => words,
    };
    let parts = match words {
        Query::All(parts) => parts.as_slice(),
        other => slice::from_ref(other),
    };
    let word = |part| match part {
        &Query::Term(Term::Anywhere { ref text, ref phrase }) => Some((text.as_str(), phrase)),
        _ => None,
    };
    parts.iter().map(word).collect()
}

/// What is typed like a telephone number is looked for among them too; less than four digits are rather a part of an address.
fn number(typed: &str) -> Option<Query> {
    let is_of_a_number = |c: char| c.is_numeric() || c.is_whitespace() || "+-()/.".contains(c);
    let digits = phone::digits(typed);
    (typed.chars().all(is_of_a_number) && digits.len() >= 4).then_some(Query::Term(Term::Phone(digits)))
}

/// Whether the text ends with a plain word, outside of everything that has a form of its own.
fn is_open(typed: &str) -> bool {
    let word = typed.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let before = typed[..typed.len() - word.len()].trim_end();
    let is_plain = word.chars().last().is_some_and(char::is_alphanumeric)
        && !word.contains(['"', ':', '[', ']', '{', '}', ')', '*']);
    let is_operator = ["AND", "OR", "NOT", "TO"].iter().any(|operator| operator.eq_ignore_ascii_case(word));
    let is_in_quotes = before.matches('"').count() % 2 == 1;
    let squeezed: String = before.chars().filter(|c| !c.is_whitespace()).collect();
    let is_of_a_field = squeezed.ends_with(':') || squeezed.contains(":(");
    let is_in_range = before.rfind(['[', '{']) > before.rfind([']', '}']);
    is_plain && !is_operator && !is_in_quotes && !is_of_a_field && !is_in_range
}

/// Whether the text ends in a value of which it matters whether it is whole: a `*` behind it would ask for its beginning.
pub fn ends_in_a_value<'a>(typed: &str, known: impl Into<Known<'a>>) -> bool {
    let known = known.into();
    let word = typed.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let is_plain = word.contains(':') && word.chars().last().is_some_and(char::is_alphanumeric);
    let opened = query::parse(&format!("{typed}*"), known);
    is_plain && opened.is_ok_and(|opened| query::parse(typed, known).is_ok_and(|whole| whole != opened))
}

impl Fault {
    /// A mistake in what was typed; `href` is where another query leads.
    pub fn of(typed: &str, mistake: &Mistake, t: &Texts, href: impl Fn(&str) -> String) -> Self {
        let (before, rest) = split(typed, mistake.position);
        let (wrong, after) = split(rest, mistake.length);
        let instead = mistake.suggestion.as_deref().map(|instead| href(&format!("{before}{instead}{after}")));
        let wrong = if wrong.trim().is_empty() { "␣" } else { wrong };
        Self {
            before: before.to_owned(),
            wrong: wrong.to_owned(),
            after: after.to_owned(),
            message: told(mistake, t),
            suggestion: mistake.suggestion.clone().unwrap_or_default(),
            instead,
        }
    }

    /// Something wrong with the whole of what was typed.
    pub fn of_all(typed: &str, message: &str) -> Self {
        let (before, after) = (String::new(), String::new());
        Self {
            before,
            wrong: typed.to_owned(),
            after,
            message: message.to_owned(),
            suggestion: String::new(),
            instead: None,
        }
    }
}

/// What is wrong, as a sentence for people.
pub fn told(mistake: &Mistake, t: &Texts) -> String {
    quoted(&t.sentence(&mistake.message))
}

/// A text with quotation marks for people around what stands in backticks.
fn quoted(text: &str) -> String {
    let mut parts = text.split('`');
    let first = parts.next().unwrap_or_default().to_owned();
    let marks = ["“", "”"].into_iter().cycle();
    parts.zip(marks).fold(first, |text, (part, mark)| text + mark + part)
}

/// A text up to so many characters, and the rest of it.
fn split(text: &str, characters: usize) -> (&str, &str) {
    text.split_at(text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_plain_word_is_the_beginning_of_one() {
        for open in ["nor", "ines nor", "ines@nor", "(ines OR nor", "NOT nor", "email:x nor", "山田"] {
            assert!(is_open(open), "{open}");
        }
        for closed in [
            "",
            "nor ",
            "nor*",
            "\"nor",
            "email:nor",
            "email: nor",
            "email:(a OR nor",
            "email:  (a OR nor",
            "a AND",
            "createdAt:[2026 TO now",
            "(nor)",
            "\"a b\"",
        ] {
            assert!(!is_open(closed), "{closed}");
        }
    }

    #[test]
    fn a_value_may_be_the_beginning_of_the_one_that_is_typed() {
        for open in ["organization:nor", "(ines) lastName:ok", "NOT firstName:i", "organization:山"] {
            assert!(ends_in_a_value(open, &[]), "{open}");
        }
        for closed in [
            "nor",
            "organization:nor ",
            "organization:nor*",
            "organization:\"nor\"",
            "organization:(nor",
            "email:nor",
            "emailDomain:nor",
            "phone:0100",
            "createdAt:[2026 TO nor",
            "emial:nor",
            "",
        ] {
            assert!(!ends_in_a_value(closed, &[]), "{closed}");
        }
    }

    #[test]
    fn what_is_typed_like_a_number_is_looked_for_among_numbers() {
        let number = |digits: &str| Query::Term(Term::Phone(digits.to_owned()));
        assert_eq!(read("+234 1 555", &[]).unwrap(), Some(number("2341555")), "no query of words");
        assert_eq!(
            read("0199", &[]).unwrap(),
            Some(Query::any(vec![query::parse("0199*", &[]).unwrap(), number("0199")]))
        );
        assert_eq!(read("199", &[]).unwrap(), query::parse("199*", &[]).ok());
        assert_eq!(read("ines 0199", &[]).unwrap(), query::parse("ines 0199*", &[]).ok());
    }

    #[test]
    fn plain_words_may_be_the_beginning_of_an_organizations_name() {
        let name = |typed: &str| organization(typed, &read(typed, &[]).unwrap().unwrap());
        assert_eq!(name(" Kestrel  Observ").as_deref(), Some("kestrel observ"));
        assert_eq!((name("kes").as_deref(), name("山田商").as_deref()), (Some("kes"), Some("山田商")));
        assert_eq!(name("1999").as_deref(), Some("1999"), "beside a telephone number");
        for typed in [
            "ke",
            "\"kestrel\"",
            "kestrel*",
            "kestrel AND observatory",
            "kestrel OR observatory",
            "NOT kestrel",
            "ines@kestrel",
            "email:kestrel",
            "organization:kestrel",
            "(kestrel)",
            "createdAt:[2026-01-31 TO *]",
        ] {
            assert_eq!(name(typed), None, "{typed}");
        }
    }

    #[test]
    fn what_is_wrong_is_the_part_at_fault() {
        let typed = "ines AND emial:\"é\"";
        let mistake = read(typed, &[]).unwrap_err();
        let fault = Fault::of(typed, &mistake, &crate::web::texts::EN, ToOwned::to_owned);
        assert_eq!(
            (fault.before.as_str(), fault.wrong.as_str(), fault.after.as_str()),
            ("ines AND ", "emial", ":\"é\"")
        );
        assert!(fault.message.starts_with("There is no field “emial”; "), "{}", fault.message);
        assert_eq!(fault.instead.as_deref(), Some("ines AND email:\"é\""));
    }
}
