//! Edits of a customer's address.

use serde_json::Value;

use super::edit::json;
use crate::domain::address::{Address, AddressInput, AddressPart, TEXT_MAX};
use crate::domain::problem::{Problems, Rule};
use crate::domain::text;

/// What becomes of the address, or of a part of it. A part makes the address, and without the last part there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum AddressEdit {
    /// The whole address.
    Whole(Option<AddressInput>),
    /// One part.
    Part(AddressPart, Option<String>),
    /// All lines.
    Lines(Vec<String>),
    /// One more line, before the one of this number, or at the end.
    AddLine(Option<usize>, String),
    /// Another text for a line.
    Line(usize, String),
    /// One line less.
    RemoveLine(usize),
}

impl AddressEdit {
    pub(super) fn apply(&self, address: &mut Option<Address>, problems: &mut Problems) {
        let mut edited = address.take().unwrap_or_default();
        match self {
            Self::Whole(input) => {
                edited = input.clone().and_then(|input| input.check("", problems)).unwrap_or_default();
            }
            Self::Part(part, value) => {
                let mut input = AddressInput::default();
                input.part_mut(*part).clone_from(value);
                let mut checked = input.check("", problems).unwrap_or_default();
                *edited.part_mut(*part) = checked.part_mut(*part).take();
            }
            Self::Lines(lines) => {
                let input = AddressInput { lines: lines.clone(), ..AddressInput::default() };
                edited.lines = input.check("", problems).unwrap_or_default().lines;
            }
            Self::AddLine(at, line) => {
                let at = at.unwrap_or(edited.lines.len());
                if is_line(line, problems) && is_within(at, edited.lines.len() + 1, problems) {
                    edited.lines.insert(at, line.clone());
                }
            }
            Self::Line(at, line) => {
                if is_line(line, problems) && is_within(*at, edited.lines.len(), problems) {
                    edited.lines[*at].clone_from(line);
                }
            }
            Self::RemoveLine(at) => {
                if is_within(*at, edited.lines.len(), problems) {
                    edited.lines.remove(*at);
                }
            }
        }
        *address = Some(edited).filter(|edited| *edited != Address::default());
    }

    /// Whether there may be more lines than before.
    pub(super) fn grows(&self) -> bool {
        matches!(self, Self::Whole(_) | Self::Lines(_) | Self::AddLine(..))
    }

    pub(super) fn found(&self, address: Option<&Address>) -> Value {
        match self {
            Self::Whole(_) => json(address),
            Self::Part(part, _) => address.and_then(|address| address.clone().part_mut(*part).take()).into(),
            Self::Lines(_) | Self::AddLine(..) => json(address.map_or(&Vec::new(), |address| &address.lines)),
            Self::Line(at, _) | Self::RemoveLine(at) => json(address.and_then(|address| address.lines.get(*at))),
        }
    }
}

fn is_line(line: &str, problems: &mut Problems) -> bool {
    if line.trim().is_empty() {
        problems.add("", Rule::NotEmpty, line);
    } else {
        text::check(line, 1, TEXT_MAX, "", problems);
    }
    problems.is_empty()
}

fn is_within(at: usize, count: usize, problems: &mut Problems) -> bool {
    if at >= count {
        let rule = Rule::Identifier("the address has no line of this number; lines count from 0");
        problems.add("", rule, &at.to_string());
    }
    at < count
}
