//! Moments as terms: the seconds from the first that there can be.

use super::spans::{self, Span};
use crate::domain::query::{FIRST_SECOND, LAST_SECOND, Range};

/// The levels of spans; those of the highest are 8^12 seconds long, 2177 years.
const LEVELS: u32 = 13;
/// The end of the last of the longest spans: an open range ends here, so that no shorter span is needed for its end.
const END: i64 = ((LAST_SECOND - FIRST_SECOND) / spans::length(LEVELS - 1) + 1) * spans::length(LEVELS - 1);

/// The spans that a second stands in, one of each level.
pub(super) fn spans_of(second: i64) -> impl Iterator<Item = Span> {
    spans::of(place(second), LEVELS)
}

/// The fewest spans that together are a range.
pub(super) fn spans_in(range: &Range) -> Vec<Span> {
    spans::between(range.from.map_or(0, place), range.to.map_or(END - 1, place), LEVELS)
}

/// The range, ending within hours after a second that everything to be found lies before: where a span of 4096 seconds ends.
pub(super) fn rounded_up(range: Range, latest: i64) -> Range {
    const HOUR: i64 = spans::length(4);
    let to = (place(latest) / HOUR + 2) * HOUR - 1 + FIRST_SECOND;
    Range { to: Some(range.to.map_or(to, |end| end.min(to))), ..range }
}

/// A second counted from the first that there can be; later ones than the last count as the last.
fn place(second: i64) -> i64 {
    second.clamp(FIRST_SECOND, LAST_SECOND) - FIRST_SECOND
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: i64, to: i64) -> Range {
        Range { from: Some(from), to: Some(to) }
    }

    #[test]
    fn a_second_stands_in_exactly_one_span_of_the_ranges_that_hold_it() {
        for (from, to) in [(0, 0), (1, 6), (7, 8), (5, 700), (-3, 4_000_000), (1_700_000_000, 1_800_000_123)] {
            let spans = spans_in(&range(from, to));
            for second in [from - 1, from, from + 1, (from + to) / 2, to - 1, to, to + 1] {
                let held = spans_of(second).filter(|span| spans.contains(span)).count();
                assert_eq!(held, usize::from((from..=to).contains(&second)), "{second} in {from}..={to}");
            }
        }
    }

    #[test]
    fn a_range_is_few_spans_however_long() {
        assert!(spans_in(&Range { from: Some(1_234_567_891), to: None }).len() <= 7 * 12 + 5);
        assert!(spans_in(&Range { from: None, to: None }).len() <= 5);
        assert!(spans_in(&range(5, 4)).is_empty());
    }
}
