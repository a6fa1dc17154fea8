//! Where resources are: absolute URLs under the address by which the client reached the server.

use std::fmt::{self, Display};

use crate::domain::entry::EntryKind;
use crate::domain::id::{CustomerId, EntryId, OrganizationId};
use crate::domain::problem::Holder;
use crate::domain::property::PropertyOwner;

const CUSTOMERS: &str = "/v2/customers/";
const ORGANIZATIONS: &str = "/v2/organizations/";

/// Makes URLs. The base has no slash at its end and no character that JSON would escape.
#[derive(Clone, Copy, Debug)]
pub struct Links<'a> {
    base: &'a str,
}

impl<'a> Links<'a> {
    /// URLs under this base.
    pub fn new(base: &'a str) -> Self {
        Self { base }
    }

    /// The URL of a path.
    pub fn path(self, path: impl Display) -> impl Display {
        Joined(self.base, path)
    }

    /// A customer.
    pub fn customer(self, id: CustomerId) -> impl Display {
        Part { base: self.base, customer: id, part: "", entry: None }
    }

    /// What stands in the URL of a customer before its identifier.
    pub(super) fn before_customer(self) -> [&'a str; 2] {
        [self.base, CUSTOMERS]
    }

    /// What stands in the URL of an organization before its identifier.
    pub(super) fn before_organization(self) -> [&'a str; 2] {
        [self.base, ORGANIZATIONS]
    }

    /// A part of a customer: `address` or a list of entries.
    pub fn part(self, id: CustomerId, part: &'static str) -> impl Display {
        Part { base: self.base, customer: id, part, entry: None }
    }

    /// A customer's address.
    pub fn address(self, id: CustomerId) -> impl Display {
        self.part(id, "address")
    }

    /// A customer's entries of one kind.
    pub fn entries(self, id: CustomerId, kind: EntryKind) -> impl Display {
        self.part(id, kind.rules().path)
    }

    /// One entry.
    pub fn entry(self, id: CustomerId, kind: EntryKind, entry: EntryId) -> impl Display {
        Part { base: self.base, customer: id, part: kind.rules().path, entry: Some(entry) }
    }

    /// An organization.
    pub fn organization(self, id: OrganizationId) -> impl Display {
        Joined(self.base, format!("{ORGANIZATIONS}{id}"))
    }

    /// The record that has what was asked for.
    pub fn holder(self, holder: Holder) -> impl Display {
        match holder {
            Holder::Customer(id) => self.customer(id).to_string(),
            Holder::Organization(id) => self.organization(id).to_string(),
        }
    }

    /// The property definitions of a kind of owner.
    pub fn definitions(self, owner: PropertyOwner) -> impl Display {
        Joined(self.base, definitions(owner))
    }

    /// A property definition; a slug needs no escaping.
    pub fn definition(self, owner: PropertyOwner, slug: &str) -> impl Display {
        Joined(self.base, format!("{}/{slug}", definitions(owner)))
    }
}

fn definitions(owner: PropertyOwner) -> &'static str {
    match owner {
        PropertyOwner::Customer => "/v2/customer-properties",
        PropertyOwner::Organization => "/v2/organizations/properties",
    }
}

struct Joined<'a, P>(&'a str, P);

impl<P: Display> Display for Joined<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)?;
        self.1.fmt(f)
    }
}

struct Part<'a> {
    base: &'a str,
    customer: CustomerId,
    part: &'static str,
    entry: Option<EntryId>,
}

impl Display for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.base)?;
        f.write_str(CUSTOMERS)?;
        self.customer.fmt(f)?;
        if !self.part.is_empty() {
            f.write_str("/")?;
            f.write_str(self.part)?;
        }
        if let Some(entry) = self.entry {
            f.write_str("/")?;
            entry.fmt(f)?;
        }
        Ok(())
    }
}
