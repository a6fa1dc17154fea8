//! Lists of everyone who has something too: a value of a property, one of its options, an address at a domain.

use super::complete::read;
use super::view::View;
use crate::domain::property::{Compared, Definition, DropdownOption};
use crate::domain::property_value::Value;
use crate::domain::query::{Field, option_text, quoted};

/// Everyone who has any value of a property.
pub fn holding(definition: &Definition) -> String {
    list(Field::Property(definition), "*")
}

/// Everyone with this value, where the language can ask for it: a text of nothing but signs, say, has no words.
pub fn with_value(definition: &Definition, value: &Value) -> Option<String> {
    let field = Field::Property(definition);
    let text = match (definition.property_type.compared(), value) {
        (Compared::Options, Value::Text(id)) => {
            let option = definition.options.iter().find(|option| option.id == *id)?;
            return Some(with_option(definition, option));
        }
        (Compared::Words, value) => quoted(&value.to_string()),
        (_, value) => format!("[{value} TO {value}]"),
    };
    read(field, &text, None).is_ok().then(|| list(field, &text))
}

/// Everyone with this option.
pub fn with_option(definition: &Definition, option: &DropdownOption) -> String {
    list(Field::Property(definition), &option_text(definition, option))
}

/// Everyone with an address at the domain of this one, and that domain.
pub fn at_domain(address: &str) -> Option<(String, &str)> {
    let (_, domain) = address.rsplit_once('@')?;
    let text = quoted(domain);
    read(Field::EmailDomain, &text, None).is_ok().then(|| (list(Field::EmailDomain, &text), domain))
}

fn list(field: Field<'_>, value: &str) -> String {
    View::read("").with_query(&format!("{}:{value}", field.name())).href()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::AnchorId;
    use crate::domain::property::PropertyType;

    fn defined(property_type: PropertyType, labels: &[&str]) -> Definition {
        let options = (2..).zip(labels).map(|(anchor, label)| DropdownOption {
            id: format!("id-{anchor}"),
            label: (*label).to_owned(),
            anchor: AnchorId(anchor),
        });
        let (slug, name) = ("own".to_owned(), "Own".to_owned());
        Definition { property_type, slug, name, options: options.collect(), anchor: AnchorId(1) }
    }

    #[test]
    fn an_option_is_asked_for_by_its_label_unless_that_says_too_much() {
        let own = defined(PropertyType::Dropdown, &["Plus \"2\"", "Zoë", "Zoe", "A*", "***"]);
        let texts: Vec<String> = own.options.iter().map(|option| option_text(&own, option)).collect();
        assert_eq!(texts, [r#""Plus \"2\"""#, "\"id-3\"", "\"id-4\"", "\"A*\"", "\"id-6\""]);
    }

    #[test]
    fn a_value_leads_to_those_who_have_it_too_where_it_can_be_asked_for() {
        let to = |kind, value: &str| with_value(&defined(kind, &[]), &Value::Text(value.to_owned()));
        assert_eq!(
            to(PropertyType::Text, "gold, since 2020").unwrap(),
            "/customers?q=property.own%3A%22gold%2C+since+2020%22"
        );
        assert_eq!(
            to(PropertyType::Date, "2026-01-31").unwrap(),
            "/customers?q=property.own%3A%5B2026-01-31+TO+2026-01-31%5D"
        );
        assert!(to(PropertyType::Url, "https://crm.example/42").is_some());
        assert_eq!(to(PropertyType::Text, "!?"), None);
        assert_eq!(to(PropertyType::Dropdown, "gone"), None);
        let number = with_value(&defined(PropertyType::Number, &[]), &Value::Number(-5));
        assert_eq!(number.unwrap(), "/customers?q=property.own%3A%5B-5+TO+-5%5D");
        assert_eq!(at_domain("ines@northwind.example").unwrap().1, "northwind.example");
        assert_eq!(at_domain("ines"), None);
    }
}
