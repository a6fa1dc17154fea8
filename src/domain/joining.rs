//! The organizations that customers may join in one change: those that are there, and those that are made when one of them is joined.

use super::id::OrganizationId;
use super::organization::name_key;

/// The organizations that a change may be about, by their names and identifiers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Joining {
    /// Whether the customer's own organization is looked up too, for showing its name.
    pub shows_own: bool,
    choices: Vec<Choice>,
}

#[derive(Clone, Debug, PartialEq)]
struct Choice {
    id: OrganizationId,
    name: String,
    is_new: bool,
}

impl Joining {
    /// Adds an organization that is there, in place of a new one of that name.
    pub fn add_existing(&mut self, id: OrganizationId, name: &str) {
        self.add(Choice { id, name: name.to_owned(), is_new: false });
    }

    /// Adds an organization that is made when a customer joins it.
    pub fn add_new(&mut self, id: OrganizationId, name: &str) {
        self.add(Choice { id, name: name.trim().to_owned(), is_new: true });
    }

    /// The organization of this name, letter case and white space around it ignored.
    pub fn named(&self, name: &str) -> Option<OrganizationId> {
        let key = name_key(name);
        self.choices.iter().find(|choice| name_key(&choice.name) == key).map(|choice| choice.id)
    }

    /// The name of an organization that is there.
    pub fn name_of(&self, id: OrganizationId) -> Option<&str> {
        self.choices.iter().find(|choice| choice.id == id && !choice.is_new).map(|choice| &*choice.name)
    }

    /// The name of an organization that has to be made when a customer joins it.
    pub fn to_make(&self, id: OrganizationId) -> Option<&str> {
        self.choices.iter().find(|choice| choice.id == id && choice.is_new).map(|choice| &*choice.name)
    }

    fn add(&mut self, added: Choice) {
        let key = name_key(&added.name);
        self.choices.retain(|choice| choice.id != added.id && name_key(&choice.name) != key);
        self.choices.push(added);
    }
}
