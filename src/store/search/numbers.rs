//! Numbers of 64 bits as terms. Small ones are by far the most, and have few: the spans of a level are counted from zero to both sides, and
//! of those that lie at zero, which get ever longer, a number has only the first that holds it.

use super::spans::{self, Span};
use crate::domain::query::Range;

/// The levels of spans; the two of the highest are the numbers below zero, and the others.
const LEVELS: u32 = 22;

/// The spans that a number is found by: 2 for one digit, 4 for 500, 23 for the largest.
pub(super) fn spans_of(number: i64) -> impl Iterator<Item = Span> {
    let mut is_over = false;
    spans::of(number, LEVELS).take_while(move |span| !std::mem::replace(&mut is_over, is_at_zero(*span)))
}

/// The spans that together are a range.
pub(super) fn spans_in(range: Range) -> Vec<Span> {
    let found = spans::between(range.from.unwrap_or(i64::MIN), range.to.unwrap_or(i64::MAX), LEVELS);
    // A number in a span at zero may have a shorter one there.
    let shorter = |span: Span| {
        let first = if is_at_zero(span) { 0 } else { span.level };
        (first..=span.level).map(move |level| Span { level, ..span })
    };
    found.into_iter().flat_map(shorter).collect()
}

/// Whether it is the one before zero, or that from zero on.
fn is_at_zero(span: Span) -> bool {
    matches!(span.number, -1 | 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: i64, to: i64) -> Range {
        Range { from: Some(from), to: Some(to) }
    }

    #[test]
    fn a_number_is_found_by_exactly_the_ranges_that_hold_it() {
        let ends =
            [i64::MIN, i64::MIN + 1, -4096, -513, -512, -65, -9, -8, -7, -1, 0, 1, 6, 7, 8, 63, 64, 511, 512, 20_783];
        let ends: Vec<i64> = ends.into_iter().chain([i64::MAX - 7, i64::MAX - 1, i64::MAX]).collect();
        for from in &ends {
            for to in &ends {
                let spans = spans_in(range(*from, *to));
                for number in ends.iter().flat_map(|end| [end.saturating_sub(1), *end, end.saturating_add(1)]) {
                    let is_found = spans_of(number).any(|span| spans.contains(&span));
                    assert_eq!(is_found, (*from..=*to).contains(&number), "{number} in {from}..={to}");
                }
            }
        }
    }

    #[test]
    fn small_numbers_have_few_spans_and_open_ranges_are_few() {
        let count = |number: i64| spans_of(number).count();
        assert_eq!([0, 7, 8, 500, 20_783, -1, -8, -9].map(count), [1, 2, 3, 4, 6, 1, 2, 3]);
        assert_eq!([i64::MAX, i64::MIN].map(count), [22, 22]);
        assert!(spans_in(Range { from: Some(5), to: None }).len() < 200);
        assert!(spans_in(range(1_234_567_890_123, i64::MAX - 12_345)).len() <= 2 * 7 * 22);
        assert!(spans_in(range(10, 50)).len() < 20);
        assert_eq!(spans_in(range(5, 4)), []);
    }
}
