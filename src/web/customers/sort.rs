//! What the list is sorted by, as an address names it.

use super::Choice;
use super::columns::{Column, PROPERTY};
use crate::domain::property::Definition;
use crate::store::customer_list::{Order, Sort as Own};
use crate::web::texts::Texts;

/// The sorts that every company has, by their names in the address and in the order in which they are offered, and whether each goes from
/// the end.
static OWN: [(&str, Order, bool); 10] = [
    ("newest", Order::Sort(Own::Score), true),
    ("oldest", Order::Sort(Own::CreatedAt), false),
    ("changed", Order::Sort(Own::UpdatedAt), true),
    ("unchanged", Order::Sort(Own::UpdatedAt), false),
    ("first", Order::Sort(Own::FirstName), false),
    ("first-desc", Order::Sort(Own::FirstName), true),
    ("last", Order::Sort(Own::LastName), false),
    ("last-desc", Order::Sort(Own::LastName), true),
    ("organization", Order::Organization, false),
    ("organization-desc", Order::Organization, true),
];
/// What stands behind the slug of a property whose values are sorted from the end; no slug has a dot.
const FROM_END: &str = ".desc";

/// A sort of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sort {
    /// One that every company has, by its place among them; the first one is the usual one.
    Own(usize),
    /// By the values of a property.
    Property {
        /// The property.
        slug: String,
        /// Whether from the end.
        descending: bool,
    },
}

impl Default for Sort {
    fn default() -> Self {
        Self::Own(0)
    }
}

impl Sort {
    /// The sort of this name.
    pub fn read(name: &str) -> Option<Self> {
        let Some(property) = name.strip_prefix(PROPERTY) else {
            return OWN.iter().position(|(own, ..)| *own == name).map(Self::Own);
        };
        let (slug, descending) = property.strip_suffix(FROM_END).map_or((property, false), |slug| (slug, true));
        Some(Self::Property { slug: slug.to_owned(), descending })
    }

    /// Its name in the address.
    pub fn name(&self) -> String {
        match self {
            Self::Own(at) => OWN.get(*at).map_or_else(String::new, |(name, ..)| (*name).to_owned()),
            Self::Property { slug, descending } => {
                format!("{PROPERTY}{slug}{}", if *descending { FROM_END } else { "" })
            }
        }
    }

    /// The sorts by a property, from its beginning and from its end.
    pub fn both_of(definition: &Definition) -> [Self; 2] {
        [false, true].map(|descending| Self::Property { slug: definition.slug.clone(), descending })
    }

    /// Whether it is the usual one.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// The name of the column without which it is none, if there is one.
    pub fn column(&self) -> Option<String> {
        match self {
            Self::Own(_) => None,
            Self::Property { slug, .. } => Some(format!("{PROPERTY}{slug}")),
        }
    }

    /// What the list is in the order of, and whether from the end; none for the usual sort, and where the property is not there any more.
    pub fn order(&self, definitions: &[Definition]) -> Option<(Order, bool)> {
        match self {
            Self::Own(0) => None,
            Self::Own(at) => OWN.get(*at).map(|(_, order, descending)| (order.clone(), *descending)),
            Self::Property { slug, descending } => {
                let definition = definitions.iter().find(|definition| definition.slug == *slug)?;
                Some((Order::Property(definition.clone()), *descending))
            }
        }
    }

    /// How the list says that it is sorted; as usual, where the property is not there any more.
    pub fn label<'a>(&self, definitions: impl IntoIterator<Item = &'a Definition>, t: &Texts) -> String {
        let texts = &t.customers;
        let own = |at: usize| texts.sorts.get(at).map_or_else(String::new, |label| (*label).to_owned());
        match self {
            Self::Own(at) => own(*at),
            Self::Property { slug, descending } => {
                let text = if *descending { texts.by_property_from_end } else { texts.by_property };
                let definition = definitions.into_iter().find(|definition| definition.slug == *slug);
                definition.map_or_else(|| own(0), |definition| t.fill(text, &[&definition.name]))
            }
        }
    }

    /// Those that are offered beside these columns: the ones that every company has, and those by the properties that are shown.
    pub(super) fn choices(&self, shown: &[&Column<'_>], every: &[Column<'_>], t: &Texts) -> Vec<Choice> {
        let mut offered: Vec<Self> = (0..OWN.len()).map(Self::Own).collect();
        offered.extend(shown.iter().filter_map(|column| column.definition()).flat_map(Self::both_of));
        if !offered.contains(self) {
            offered.push(self.clone());
        }
        let choice = |sort: Self| Choice {
            value: sort.name(),
            label: sort.label(every.iter().filter_map(Column::definition), t),
            is_chosen: sort == *self,
        };
        offered.into_iter().map(choice).collect()
    }
}
