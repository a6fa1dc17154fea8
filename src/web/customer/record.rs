//! A customer with everything that its pages show beside it.

use crate::domain::customer::{Customer, TextField};
use crate::domain::id::{CompanyId, CustomerId};
use crate::domain::property::{Definition, PropertyOwner};
use crate::domain::property_value::PropertyValues;
use crate::domain::record::Version;
use crate::domain::time::Timestamp;
use crate::store::customers::Membership;
use crate::store::properties::Defined;
use crate::store::{self, Store};
use crate::web::{Error, customers};

/// A customer, read whole.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its identifier.
    pub id: CustomerId,
    /// How often it has been written.
    pub version: Version,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The customer; its organization and its values stand beside it.
    pub customer: Customer,
    /// The property values.
    pub values: PropertyValues,
    /// The organization it belongs to.
    pub organization: Option<Membership>,
    /// The property definitions of the company.
    pub definitions: Vec<Defined>,
}

impl Record {
    /// A customer of a company; not found when the company has none of this id.
    pub async fn read(store: &Store, company: CompanyId, id: CustomerId) -> Result<Self, Error> {
        let found = store::customers::find(store, company, id).await?.ok_or(Error::NotFound)?;
        let definitions = store::properties::list(store, company, PropertyOwner::Customer).await?;
        let customer = customers::read(&found)?;
        Ok(Self {
            id,
            version: found.record.version,
            created_at: found.record.created_at,
            updated_at: found.record.updated_at,
            customer,
            values: found.properties,
            organization: found.organization,
            definitions,
        })
    }

    /// The definition of this slug.
    pub fn definition(&self, slug: &str) -> Option<&Definition> {
        self.definitions.iter().map(|defined| &defined.value).find(|definition| definition.slug == slug)
    }

    /// A text field; empty when there is none.
    pub fn text(&self, field: TextField) -> &str {
        self.customer.text(field).unwrap_or_default()
    }
}
