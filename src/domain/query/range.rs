//! Ranges of moments: `[a TO b]`. Brackets take their end in, braces leave it out, `*` is open.

use super::mistake::{Mistake, Span};
use super::scan::{Scanner, Value};
use super::{Field, MomentField, Range};
use crate::domain::text;
use crate::domain::time;

/// The first second that the wire can show: the beginning of the year 0.
pub const FIRST_SECOND: i64 = -62_167_219_200;
/// The last second that the wire can show: 9999-12-30T22:00:00Z.
pub const LAST_SECOND: i64 = 253_402_207_200;

const SHAPE: &str = "a range is written [2026-01-01 TO 2026-02-01], with * for an open end";

/// Reads a range, at whose opening bracket the scanner stands. Ends are exact: with a fraction they lie between two whole seconds.
pub(super) fn read(scan: &mut Scanner) -> Result<Range, Mistake> {
    let takes_first = scan.peek() == Some('[');
    let open = scan.take();
    let from = bound(scan, open)?;
    let to_word = word(scan, open)?;
    if to_word.text != "TO" {
        let mistake = to_word.span.mistake(format!("TO stands between the two ends; {SHAPE}"));
        let mistake = mistake.unfinished_if("TO".starts_with(&to_word.text) && scan.is_over());
        return Err(if to_word.text.eq_ignore_ascii_case("to") { mistake.suggest("TO") } else { mistake });
    }
    let to = bound(scan, open)?;
    let takes_last = match scan.peek() {
        Some(']') => true,
        Some('}') => false,
        None => return Err(unclosed(open)),
        Some(_) => return Err(scan.take().mistake(format!("the range should end here with `]` or `}}`; {SHAPE}"))),
    };
    scan.take();
    // The first whole second from a moment on, or after it; the last one up to it, or before it.
    let first = |end: End| end.check(end.floor + i64::from(end.has_fraction || !takes_first));
    let last = |end: End| end.check(end.floor - i64::from(!end.has_fraction && !takes_last));
    Ok(Range { from: from.map(first).transpose()?, to: to.map(last).transpose()? })
}

/// A range at a field that has none, or at no field.
pub(super) fn misplaced(scan: &mut Scanner, field: Option<Field>) -> Mistake {
    let start = scan.position();
    scan.run(|c| !matches!(c, ']' | '}'));
    if scan.here().is_some() {
        scan.take();
    }
    let span = Span { start, end: scan.position() };
    match field {
        Some(field) => span.mistake(format!("`{}` has no ranges; only createdAt and modifiedAt do", field.name())),
        None => {
            let fielded = format!("createdAt:{}", scan.text(span));
            span.mistake("a range stands behind createdAt: or modifiedAt:; in quotes this is plain text")
                .suggest(fielded)
        }
    }
}

/// One moment where a range is needed; a sign such as `>=` in front of it says which range is meant.
pub(super) fn single(scan: &mut Scanner, field: MomentField) -> Mistake {
    let value = match scan.here() {
        Some('"') => match scan.quoted() {
            Ok(value) => value,
            Err(mistake) => return mistake,
        },
        _ => {
            let span = scan.run(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '"'));
            Value { text: scan.text(span), span, is_quoted: false }
        }
    };
    let is_over = scan.is_over();
    let moment = value.text.trim_start_matches(['<', '>', '=']);
    let sign = &value.text[..value.text.len() - moment.len()];
    let moment = moment.trim();
    if moment != "*" && time::parse_second(moment).is_none() {
        return unreadable(&value).unfinished_if(is_over);
    }
    // A moment with a space in it is one end only in quotes.
    let end = if moment.contains(char::is_whitespace) { format!("\"{moment}\"") } else { moment.to_owned() };
    let range = match sign {
        _ if moment == "*" => "[* TO *]".to_owned(),
        ">" => format!("{{{end} TO *]"),
        ">=" => format!("[{end} TO *]"),
        "<" => format!("[* TO {end}}}"),
        "<=" => format!("[* TO {end}]"),
        _ if time::is_date(moment) => format!("[{end}T00:00:00Z TO {end}T23:59:59Z]"),
        _ => format!("[{end} TO {end}]"),
    };
    let message = format!("`{}` is compared with a range; {SHAPE}", Field::Moment(field).name());
    value.span.mistake(message).suggest(range).unfinished_if(is_over)
}

/// One end of a range: a whole second, and whether the moment lies after it.
#[derive(Clone, Copy)]
struct End {
    floor: i64,
    has_fraction: bool,
    span: Span,
}

impl End {
    fn check(self, second: i64) -> Result<i64, Mistake> {
        if (FIRST_SECOND..=LAST_SECOND).contains(&second) {
            return Ok(second);
        }
        Err(self.span.mistake("moments lie in the years 0 to 9999; write * for an open end").suggest("*"))
    }
}

fn bound(scan: &mut Scanner, open: Span) -> Result<Option<End>, Mistake> {
    let value = word(scan, open)?;
    if value.text == "*" {
        return Ok(None);
    }
    match time::parse_second(&value.text) {
        Some((floor, has_fraction)) => Ok(Some(End { floor, has_fraction, span: value.span })),
        None => Err(unreadable(&value).unfinished_if(scan.is_over())),
    }
}

fn word(scan: &mut Scanner, open: Span) -> Result<Value, Mistake> {
    match scan.peek() {
        None => Err(unclosed(open)),
        Some('"') => scan.quoted(),
        Some(_) => {
            let span = scan.run(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '"' | '[' | ']' | '{' | '}'));
            if span.start == span.end {
                return Err(scan.take().mistake(format!("something is missing before this sign; {SHAPE}")));
            }
            Ok(Value { text: scan.text(span), span, is_quoted: false })
        }
    }
}

fn unclosed(open: Span) -> Mistake {
    open.mistake(format!("this range is never closed; {SHAPE}")).unfinished()
}

fn unreadable(value: &Value) -> Mistake {
    value.span.mistake(format!(
        "`{}` is not a date; write 2026-01-31, or 2026-01-31T16:11:00Z",
        text::shorten(&value.text, 40)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::query::{Query, Term, parse};

    fn range(text: &str) -> (Option<i64>, Option<i64>) {
        match parse(&format!("createdAt:{text}")) {
            Ok(Query::Term(Term::Moment { field: MomentField::Created, range })) => (range.from, range.to),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn brackets_take_their_end_in_and_braces_leave_it_out() {
        for (text, from, to) in [
            ("[1970-01-01T00:00:10Z TO 1970-01-01T00:00:20Z]", Some(10), Some(20)),
            ("{1970-01-01T00:00:10Z TO 1970-01-01T00:00:20Z}", Some(11), Some(19)),
            ("[1970-01-01T00:00:10Z TO 1970-01-01T00:00:20Z}", Some(10), Some(19)),
            ("{1970-01-01T00:00:10Z TO 1970-01-01T00:00:20Z]", Some(11), Some(20)),
            ("[1970-01-01T00:00:10.1Z TO 1970-01-01T00:00:20.1Z]", Some(11), Some(20)),
            ("{1970-01-01T00:00:10.1Z TO 1970-01-01T00:00:20.1Z}", Some(11), Some(20)),
            ("[1970-01-01T00:00:10.000000001Z TO *]", Some(11), None),
            ("[* TO 1970-01-01T00:00:10.000000001Z}", None, Some(10)),
            ("[1969-12-31T23:59:58.5Z TO 1969-12-31T23:59:58.5Z]", Some(-1), Some(-2)),
            ("[1970-01-02 TO 1970-01-01T01:00:00+01:00]", Some(86_400), Some(0)),
            ("[\"1970-01-01 00:00:05\" TO \"1970-01-01 00:00:06Z\"]", Some(5), Some(6)),
            ("[  *\tTO\n*  ]", None, None),
            ("{*  TO *}", None, None),
        ] {
            assert_eq!(range(text), (from, to), "{text}");
        }
    }

    #[test]
    fn the_wire_shows_every_second_of_a_range_and_no_other_is_taken() {
        use crate::domain::time::Timestamp;
        for second in [FIRST_SECOND, LAST_SECOND] {
            let shown = Timestamp::from_micros(second * 1_000_000).to_string();
            assert_eq!(range(&format!("[{shown} TO {shown}]")), (Some(second), Some(second)));
        }
        for outside in ["{9999-12-30T22:00:00Z TO *]", "[* TO 0000-01-01T00:00:00Z}", "[-000001-12-31T23:59:59Z TO *]"]
        {
            let mistake = parse(&format!("createdAt:{outside}")).unwrap_err();
            assert!(mistake.message.contains("years 0 to 9999"), "{outside}: {mistake:?}");
        }
    }
}
