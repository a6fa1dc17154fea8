//! The options of a choice as its form has them: added, renamed, moved, sorted and taken away before any of it is saved.

use crate::domain::property::{DropdownOption, OptionInput};
use crate::domain::text;
use crate::web::form::Form;

/// So many empty fields stand after the options; all but the first of them are for browsers without scripts.
const EMPTY: usize = 3;
/// More fields than this are not read: a definition has fewer options.
const MOST: usize = 400;

/// One field for an option.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Its place in the form.
    pub at: usize,
    /// The option's id; empty for one that is new.
    pub id: String,
    /// The label.
    pub label: String,
    /// How many hold it, in words.
    pub held: String,
    /// The list of those who hold it.
    pub holders: Option<String>,
    /// What is wrong with it.
    pub problem: String,
    /// Whether it is only shown without scripts, with which one adds as many as one needs.
    pub is_spare: bool,
}

/// The options of a definition as fields.
pub fn fields_of(options: &[DropdownOption]) -> Vec<Field> {
    options
        .iter()
        .map(|option| Field { id: option.id.clone(), label: option.label.clone(), ..Field::default() })
        .collect()
}

/// The fields of a form in its order, without those that are empty.
pub fn read(form: &Form) -> Vec<Field> {
    let mut fields = Vec::new();
    for (name, label) in form.fields() {
        let Some(stem) = name.strip_suffix(".label").filter(|stem| stem.starts_with("options[")) else { continue };
        if !label.trim().is_empty() && fields.len() < MOST {
            let id = form.get(&format!("{stem}.id")).to_owned();
            fields.push(Field { id, label: label.trim().to_owned(), ..Field::default() });
        }
    }
    fields
}

/// Does what a button of the form asks for without saving: `up:2`, `down:2`, `remove:2` or `sort`; whatever else it says adds nothing.
pub fn act(fields: &mut Vec<Field>, wanted: &str) {
    let (verb, at) = wanted.split_once(':').unwrap_or((wanted, ""));
    let at = at.parse::<usize>().ok().filter(|at| *at < fields.len());
    match (verb, at) {
        ("up", Some(at)) if at > 0 => fields.swap(at, at - 1),
        ("down", Some(at)) if at + 1 < fields.len() => fields.swap(at, at + 1),
        ("remove", Some(at)) => drop(fields.remove(at)),
        ("sort", _) => fields.sort_by_cached_key(|field| text::fold(&field.label)),
        _ => {}
    }
}

/// Numbers the fields, and puts empty ones after them.
pub fn laid_out(mut fields: Vec<Field>) -> Vec<Field> {
    fields.push(Field::default());
    fields.extend(std::iter::repeat_n(Field { is_spare: true, ..Field::default() }, EMPTY - 1));
    for (at, field) in fields.iter_mut().enumerate() {
        field.at = at;
    }
    fields
}

/// The options as somebody sends them.
pub fn inputs(fields: &[Field]) -> Vec<OptionInput> {
    let input = |field: &Field| OptionInput {
        id: Some(field.id.clone()).filter(|id| !id.is_empty()),
        label: Some(field.label.clone()),
    };
    fields.iter().map(input).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_moved_sorted_and_taken_away() {
        let fields = |labels: &str| -> Vec<Field> {
            labels.chars().map(|label| Field { label: label.to_string(), ..Field::default() }).collect()
        };
        for (before, wanted, after) in [
            ("abc", "up:1", "bac"),
            ("abc", "up:0", "abc"),
            ("abc", "down:1", "acb"),
            ("abc", "down:2", "abc"),
            ("abc", "remove:1", "ac"),
            ("abc", "remove:9", "abc"),
            ("bAc", "sort", "Abc"),
            ("abc", "more", "abc"),
            ("abc", "", "abc"),
        ] {
            let mut some = fields(before);
            act(&mut some, wanted);
            assert_eq!(some, fields(after), "{before} {wanted}");
        }
    }
}
