//! One condition as the filter asks for it, and how the language writes it.

use super::super::complete::read;
use super::super::query::told;
use crate::domain::property::{Compared, Definition};
use crate::domain::query::{Field, Known, Ready, Scale, option_text, quoted};
use crate::domain::time::{self, Timestamp};
use crate::domain::zone::Zone;
use crate::web::texts::Texts;

/// What was chosen and typed.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The name of the field in the language.
    pub field: String,
    /// Whether the value is so, or not, or is there, or not: `is`, `not`, `any`, `none`.
    pub how: String,
    /// The value, or the ids of options.
    pub values: Vec<String>,
    /// The number of a span of days that has words; none where it is between two days.
    pub span: Option<usize>,
    /// Where a range begins.
    pub from: String,
    /// Where it ends.
    pub to: String,
}

/// How the value of a field is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Some of the options.
    Options,
    /// Numbers from one to another.
    Numbers,
    /// Days from one to another, or a span that has words.
    Days,
    /// A few words.
    Words,
    /// The name of an organization.
    Organization,
}

/// What is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its name.
    pub input: &'static str,
    /// What is wrong.
    pub told: String,
}

impl Input {
    /// That of a field.
    pub fn of(field: Field<'_>) -> Self {
        match field {
            Field::Moment(_) => Self::Days,
            Field::Organization => Self::Organization,
            Field::Property(definition) => match definition.property_type.compared() {
                Compared::Options => Self::Options,
                Compared::Numbers => Self::Numbers,
                Compared::Days => Self::Days,
                Compared::Words => Self::Words,
            },
            Field::Name(_) | Field::Email | Field::EmailDomain | Field::Phone => Self::Words,
        }
    }
}

impl Asked {
    /// What the fields of the form say.
    pub fn read(pairs: &[(String, String)]) -> Self {
        let get = |name: &str| {
            let found = pairs.iter().find(|(own, _)| own == name);
            found.map_or_else(String::new, |(_, value)| value.trim().to_owned())
        };
        let values = pairs.iter().filter(|(name, _)| name == "value").map(|(_, value)| value.trim().to_owned());
        Self {
            field: get("field"),
            how: get("how"),
            values: values.filter(|value| !value.is_empty()).collect(),
            span: get("span").parse().ok(),
            from: get("from"),
            to: get("to"),
        }
    }

    /// The condition in the language, or everything that is wrong with it.
    pub fn condition(&self, field: Field<'_>, known: Known<'_>, t: &Texts) -> Result<String, Vec<Fault>> {
        let is_there = matches!(field, Field::Property(_)) && matches!(self.how.as_str(), "any" | "none");
        let value = if is_there { "*".to_owned() } else { self.value(field, known, t)? };
        read(field, &value, known.calendar).map_err(|mistake| fault("value", told(&mistake, t)))?;
        let not = if matches!(self.how.as_str(), "not" | "none") { "NOT " } else { "" };
        Ok(format!("{not}{}:{value}", field.name()))
    }

    fn value(&self, field: Field<'_>, known: Known<'_>, t: &Texts) -> Result<String, Vec<Fault>> {
        let f = &t.filter;
        match (Input::of(field), field) {
            (Input::Options, Field::Property(definition)) => self.options(definition, t),
            (Input::Numbers, _) => {
                let (from, to) = self.ends(|text| text.parse::<i64>().ok(), f.no_number, t)?;
                Ok(range(from, to, |number| number.to_string()))
            }
            (Input::Days, _) => {
                let scale = field.scale().unwrap_or(Scale::Days);
                if let Some((ready, _)) = self.span.and_then(|at| spans(field, t).nth(at)) {
                    return Ok(ready.text());
                }
                let (from, to) = self.ends(time::day, f.no_day, t)?;
                if scale == Scale::Days {
                    Ok(range(from, to, time::day_text))
                } else {
                    Ok(moments(from, to, known.calendar.map_or(&Zone::utc(), |own| own.zone)))
                }
            }
            (Input::Options | Input::Words | Input::Organization, _) => {
                let text = self.values.first().ok_or_else(|| fault("value", f.no_value.to_owned()))?;
                Ok(words(field, text))
            }
        }
    }

    fn options(&self, definition: &Definition, t: &Texts) -> Result<String, Vec<Fault>> {
        let chosen = definition.options.iter().filter(|option| self.values.contains(&option.id));
        let texts: Vec<String> = chosen.map(|option| option_text(definition, option)).collect();
        match texts.as_slice() {
            [] if definition.options.is_empty() => Err(fault("value", t.filter.no_options.to_owned())),
            [] => Err(fault("value", t.filter.no_option.to_owned())),
            [only] => Ok(only.clone()),
            some => Ok(format!("({})", some.join(" OR "))),
        }
    }

    /// The two ends of a range, of which one may be open.
    fn ends<E: Ord>(
        &self,
        read: impl Fn(&str) -> Option<E>,
        unreadable: &str,
        t: &Texts,
    ) -> Result<(Option<E>, Option<E>), Vec<Fault>> {
        let ends = [("from", &self.from), ("to", &self.to)];
        let wrong = ends.iter().filter(|(_, text)| !text.is_empty() && read(text).is_none());
        let faults: Vec<Fault> = wrong.flat_map(|(input, _)| fault(input, unreadable.to_owned())).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        match (read(&self.from), read(&self.to)) {
            (None, None) => Err(fault("from", t.filter.no_end.to_owned())),
            (Some(from), Some(to)) if from > to => Err(fault("to", t.filter.no_order.to_owned())),
            ends => Ok(ends),
        }
    }
}

/// The spans of days that have words, of a field: nobody was made in days to come.
pub fn spans<'t>(field: Field<'_>, t: &'t Texts) -> impl Iterator<Item = (Ready, &'static str)> + use<'t> {
    let is_ahead = !matches!(field, Field::Moment(_));
    t.search.ready().chain(t.search.ahead().filter(move |_| is_ahead))
}

fn fault(input: &'static str, told: String) -> Vec<Fault> {
    vec![Fault { input, told }]
}

fn range<E>(from: Option<E>, to: Option<E>, text: impl Fn(E) -> String) -> String {
    let end = |end: Option<E>| end.map_or_else(|| "*".to_owned(), &text);
    let (from, to) = (end(from), end(to));
    format!("[{from} TO {to}]")
}

/// Whole days by the clocks of the reader. Where time as it can be told begins and ends, the range is open.
fn moments(from: Option<i64>, to: Option<i64>, zone: &Zone) -> String {
    let begin = |day: Option<i64>| {
        let day = day.filter(|day| (time::FIRST_DAY + 2..time::LAST_DAY).contains(day));
        day.map_or_else(|| "*".to_owned(), |day| begin(day, zone))
    };
    let (from, to) = (begin(from), begin(to.map(|day| day + 1)));
    let closes = if to == "*" { ']' } else { '}' };
    format!("[{from} TO {to}{closes}")
}

/// The first moment of a day: it is at most a day away from what noon in UTC is there.
fn begin(day: i64, zone: &Zone) -> String {
    let noon = Timestamp::from_micros((day * 86_400 + 43_200) * 1_000_000);
    let begin = zone.day_begins(noon, i16::try_from(zone.day(noon) - day).unwrap_or_default()).to_string();
    begin.strip_suffix("T00:00:00Z").map_or(begin.clone(), ToOwned::to_owned)
}

/// A few words as the field is asked for them: of names and texts the last one may be the beginning of a word.
fn words(field: Field<'_>, text: &str) -> String {
    match field {
        Field::Name(_) | Field::Property(_) => quoted(&format!("{}*", text.trim_end_matches('*'))),
        Field::EmailDomain => quoted(text.trim_start_matches('@')),
        _ => quoted(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_days_begin_and_end_by_the_clocks_of_the_reader() {
        let day = |text: &str| time::day(text);
        for (zone, from, to, wanted) in [
            ("UTC", day("2026-01-31"), day("2026-02-01"), "[2026-01-31 TO 2026-02-02}"),
            ("America/New_York", day("2026-01-31"), None, "[2026-01-31T05:00:00Z TO *]"),
            ("Pacific/Kiritimati", None, day("2026-01-31"), "[* TO 2026-01-31T10:00:00Z}"),
            ("Pacific/Niue", day("2026-01-31"), day("2026-01-31"), "[2026-01-31T11:00:00Z TO 2026-02-01T11:00:00Z}"),
            ("Europe/Berlin", day("2026-03-29"), day("2026-03-29"), "[2026-03-28T23:00:00Z TO 2026-03-29T22:00:00Z}"),
            ("Asia/Kathmandu", day("0000-01-01"), day("9999-12-31"), "[* TO *]"),
        ] {
            assert_eq!(moments(from, to, &Zone::parse(zone).unwrap()), wanted, "{zone}");
        }
    }
}
