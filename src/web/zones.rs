//! The time zones that one chooses from: by part of the world, each place by its name.

use super::form::Asking;
use super::texts::Texts;
use crate::domain::zone::Zone;

const UTC: &str = "UTC";

/// A field that asks for a time zone. One that is set already and would not be offered is offered nevertheless.
pub(super) fn asking(field: Asking, t: &Texts) -> Asking {
    let mut groups: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for name in Zone::places() {
        let Some((region, place)) = name.split_once('/') else { continue };
        let shown = t.regions.iter().find(|(own, _)| *own == region).map_or(region, |(_, shown)| *shown);
        let choice = (name.to_owned(), place.replace('_', " ").replace('/', ", "));
        match groups.last_mut().filter(|(own, _)| own == shown) {
            Some((_, places)) => places.push(choice),
            None => groups.push((shown.to_owned(), vec![choice])),
        }
    }
    let mut choices = vec![(UTC.to_owned(), UTC.to_owned())];
    let is_offered = field.value == UTC || Zone::places().any(|name| name == field.value);
    if !is_offered && Zone::parse(&field.value).is_some() {
        choices.push((field.value.clone(), field.value.clone()));
    }
    Asking { input: "select", choices, groups, ..field }
}
