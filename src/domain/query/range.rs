//! Ranges: `[a TO b]`. Brackets take their end in, braces leave it out, `*` is open.

use super::mistake::{Mistake, Span};
use super::scale::Scale;
use super::scan::{Scanner, Value};
use super::signs::check_word;
use super::{Calendar, Field, Range, Ready, parse, property};
use crate::domain::property::Definition;

/// Reads a range, at whose opening bracket the scanner stands. Ends are exact: with a fraction they lie between two whole numbers.
pub(super) fn read(scan: &mut Scanner, scale: Scale) -> Result<Range, Mistake> {
    let takes_first = scan.peek() == Some('[');
    let open = scan.take();
    let from = bound(scan, open, scale)?;
    let to_word = word(scan, open, scale)?;
    let shape = scale.shape();
    if to_word.text != "TO" {
        let mistake = to_word.span.mistake(format!("TO stands between the two ends; {shape}"));
        let mistake = mistake.unfinished_if("TO".starts_with(&to_word.text) && scan.is_over());
        return Err(if to_word.text.eq_ignore_ascii_case("to") { mistake.suggest("TO") } else { mistake });
    }
    let to = bound(scan, open, scale)?;
    let takes_last = match scan.peek() {
        Some(']') => true,
        Some('}') => false,
        None => return Err(unclosed(open, scale)),
        Some(_) => return Err(scan.take().mistake(format!("the range should end here with `]` or `}}`; {shape}"))),
    };
    scan.take();
    // The first whole number from an end on, or after it; the last one up to it, or before it.
    let first = |end: End| end.moved(i64::from(end.has_fraction || !takes_first), scale);
    let last = |end: End| end.moved(-i64::from(!end.has_fraction && !takes_last), scale);
    match (from.map(first).transpose()?, to.map(last).transpose()?) {
        (Some(Bound::Beyond), _) | (_, Some(Bound::Beyond)) => {
            Ok(Range { from: Some(*scale.limits().end()), to: Some(*scale.limits().start()) })
        }
        (from, to) => Ok(Range { from: from.and_then(Bound::number), to: to.and_then(Bound::number) }),
    }
}

/// A range at a field that has none, or at no field.
pub(super) fn misplaced(scan: &mut Scanner, field: Option<Field<'_>>, properties: &[Definition]) -> Mistake {
    let start = scan.position();
    scan.run(|c| !matches!(c, ']' | '}'));
    if scan.here().is_some() {
        scan.take();
    }
    let span = Span { start, end: scan.position() };
    match field {
        Some(field) => span.mistake(format!(
            "`{}` has no ranges; createdAt and modifiedAt have, and properties that are numbers or dates",
            field.name()
        )),
        None => {
            let message = "a range stands behind createdAt: or modifiedAt:, or a property that is a number or a date; \
                 in quotes this is plain text";
            let mut fielded = Field::all(properties)
                .filter(|field| field.scale().is_some())
                .map(|field| format!("{}:{}", field.name(), scan.text(span)));
            match fielded.find(|fielded| parse(fielded, properties).is_ok()) {
                Some(fielded) => span.mistake(message).suggest(fielded),
                None => span.mistake(message),
            }
        }
    }
}

/// One value where a range could be: words such as `today` stand for one, a number or a day is the range of itself, a moment is none. A sign
/// such as `>=` in front of it says which range is meant.
pub(super) fn single(
    scan: &mut Scanner,
    field: Field<'_>,
    scale: Scale,
    calendar: Option<Calendar<'_>>,
) -> Result<(Range, Option<Ready>), Mistake> {
    let value = match scan.here() {
        Some('"') => scan.quoted()?,
        _ => {
            let span = scan.run(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '"'));
            Value { text: scan.text(span), span, is_quoted: false }
        }
    };
    let is_over = scan.is_over();
    if scale != Scale::Moments && property::is_any(&value) {
        return Ok((Range::default(), None));
    }
    let ready = Ready::named(&value.text).filter(|_| scale != Scale::Numbers);
    if let (Some(ready), Some(calendar)) = (ready, calendar) {
        return Ok((ready.range(scale, calendar), Some(ready)));
    }
    let end = value.text.trim_start_matches(['<', '>', '=']);
    let sign = &value.text[..value.text.len() - end.len()];
    let end = end.trim();
    let read = scale.read(end);
    if end != "*" && read.is_none() {
        return Err(unreadable(&value, scale).unfinished_if(is_over));
    }
    if sign.is_empty() && scale != Scale::Moments {
        match read {
            Some((number, false)) => return Ok((Range { from: Some(number), to: Some(number) }, None)),
            Some((_, true)) => {
                let message = format!("the values of `{}` are whole numbers, so none is this", field.name());
                return Err(value.span.mistake(message).unfinished_if(is_over));
            }
            None => return Err(unreadable(&value, scale)),
        }
    }
    // An end with a space in it is one only in quotes.
    let written = if end.contains(char::is_whitespace) { format!("\"{end}\"") } else { end.to_owned() };
    let range = match sign {
        _ if end == "*" => "[* TO *]".to_owned(),
        ">" => format!("{{{written} TO *]"),
        ">=" => format!("[{written} TO *]"),
        "<" => format!("[* TO {written}}}"),
        "<=" => format!("[* TO {written}]"),
        _ => scale.of_one(&written),
    };
    let message = format!("`{}` is compared with a range; {}", field.name(), scale.shape());
    Err(value.span.mistake(message).suggest(range).unfinished_if(is_over))
}

/// One end of a range: a whole number, and whether the end lies after it.
#[derive(Clone, Copy)]
struct End {
    floor: i64,
    has_fraction: bool,
    span: Span,
}

/// Where a range begins or ends.
#[derive(Clone, Copy)]
enum Bound {
    At(i64),
    /// After everything, or before it.
    Beyond,
}

impl Bound {
    fn number(self) -> Option<i64> {
        match self {
            Self::At(number) => Some(number),
            Self::Beyond => None,
        }
    }
}

impl End {
    fn moved(self, by: i64, scale: Scale) -> Result<Bound, Mistake> {
        match self.floor.checked_add(by).filter(|end| scale.limits().contains(end)) {
            Some(end) => Ok(Bound::At(end)),
            None if scale != Scale::Moments && scale.limits().contains(&self.floor) => Ok(Bound::Beyond),
            None => Err(self.span.mistake(scale.outside()).suggest("*")),
        }
    }
}

fn bound(scan: &mut Scanner, open: Span, scale: Scale) -> Result<Option<End>, Mistake> {
    let value = word(scan, open, scale)?;
    if value.text == "*" {
        return Ok(None);
    }
    match scale.read(&value.text) {
        Some((floor, has_fraction)) => Ok(Some(End { floor, has_fraction, span: value.span })),
        None => Err(unreadable(&value, scale).unfinished_if(scan.is_over())),
    }
}

fn word(scan: &mut Scanner, open: Span, scale: Scale) -> Result<Value, Mistake> {
    match scan.peek() {
        None => Err(unclosed(open, scale)),
        Some('"') => scan.quoted(),
        Some(_) => {
            let span = scan.run(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '"' | '[' | ']' | '{' | '}'));
            if span.start == span.end {
                return Err(scan.take().mistake(format!("something is missing before this sign; {}", scale.shape())));
            }
            Ok(Value { text: scan.text(span), span, is_quoted: false })
        }
    }
}

fn unclosed(open: Span, scale: Scale) -> Mistake {
    open.mistake(format!("this range is never closed; {}", scale.shape())).unfinished()
}

/// What is wrong with an end that is none: a sign that is written otherwise, or all of it.
fn unreadable(value: &Value, scale: Scale) -> Mistake {
    let sign = value.text.trim_end_matches(['<', '>', '=']).is_empty();
    match check_word(value) {
        Err(mistake) if !value.is_quoted && !value.text.starts_with(['<', '>', '=', '?']) => mistake,
        _ if sign => value.span.mistake(format!("something is missing behind `{}`; {}", value.text, scale.shape())),
        _ => value.span.mistake(scale.unreadable(&value.text)),
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::query::{FIRST_SECOND, LAST_SECOND, MomentField, Query, Term, parse};

    fn range(text: &str) -> (Option<i64>, Option<i64>) {
        match parse(&format!("createdAt:{text}"), &[]) {
            Ok(Query::Term(Term::Moment { field: MomentField::Created, range, .. })) => (range.from, range.to),
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
            let mistake = parse(&format!("createdAt:{outside}"), &[]).unwrap_err();
            assert!(mistake.message.contains("years 0 to 9999"), "{outside}: {mistake:?}");
        }
    }
}
