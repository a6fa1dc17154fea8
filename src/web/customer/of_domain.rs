//! Whose people write from a domain: the organization that is proposed, by the addresses, for somebody who has none.

use super::field::Draft;
use super::likely::ASKED;
use crate::domain::email::{EmailKey, domain_of};
use crate::domain::id::OrganizationId;
use crate::domain::organization;
use crate::store::change::KeyKind;
use crate::store::{identity, organizations};
use crate::web::texts::Texts;
use crate::web::{Error, Visitor, Web};

/// The most names that a domain is looked for under: its own and those above it.
const LEVELS: usize = 3;

/// An organization whose domain somebody's address has.
#[derive(Clone, Debug)]
pub struct OfDomain {
    /// The organization's name.
    pub name: String,
    /// Why it is proposed.
    pub why: String,
}

impl OfDomain {
    /// What stands where it is proposed: nothing.
    pub fn was(&self) -> String {
        Draft::default().mark()
    }
}

/// The organization that has the domain of the first of these addresses of which that is known, or a domain above it.
pub async fn of<'a>(
    web: &Web,
    visitor: &Visitor,
    t: &Texts,
    emails: impl Iterator<Item = &'a str>,
) -> Result<Option<OfDomain>, Error> {
    let (store, company) = (&web.directory.store, visitor.company.id);
    for domain in emails.take(ASKED).flat_map(domains) {
        let Some(id) = identity::find(store, company, KeyKind::OrganizationDomain, &domain).await? else { continue };
        if let Some(found) = organizations::find(store, company, OrganizationId(id)).await? {
            let name = found.record.value.name;
            return Ok(Some(OfDomain { why: t.fill(t.customer.of_domain, &[&domain, &name]), name }));
        }
    }
    Ok(None)
}

/// The same for somebody who is about to be made; none where an organization is named already.
pub async fn of_new(
    web: &Web,
    visitor: &Visitor,
    t: &Texts,
    organization: &str,
    emails: &[String],
) -> Result<Option<OfDomain>, Error> {
    if !organization.trim().is_empty() {
        return Ok(None);
    }
    of(web, visitor, t, emails.iter().map(|email| &**email)).await
}

/// The domain of an address and those above it, the nearest first.
fn domains(email: &str) -> Vec<String> {
    let key = EmailKey::parse(email);
    let own = key.as_ref().and_then(|key| organization::domain(domain_of(key.as_str())?));
    let above = |domain: &String| domain.split_once('.').and_then(|(_, above)| organization::domain(above));
    std::iter::successors(own, above).take(LEVELS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_of_its_domain_and_of_those_above_it() {
        assert_eq!(domains("Ana@Sales.Alder.example"), ["sales.alder.example", "alder.example"]);
        assert_eq!(domains("ana@b\u{fc}cher.example"), ["xn--bcher-kva.example"]);
        assert_eq!(domains("ana@a.b.c.d.example").len(), LEVELS);
        for none in ["", "ana", "ana@", "ana@localhost", "ana@[192.0.2.1]"] {
            assert!(domains(none).is_empty(), "{none}");
        }
    }
}
