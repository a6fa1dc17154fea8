//! The search index of the store, held against the same corpus and against the plain definition of what a query means.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use cardfile::domain::customer::{Customer, TextField};
use cardfile::domain::customer_document;
use cardfile::domain::entry::{Entry, EntryKind};
use cardfile::domain::id::{CustomerId, EntryId, OrganizationId};
use cardfile::domain::organization::Organization;
use cardfile::domain::property::PropertyOwner;
use cardfile::domain::query::{Folded, matches, parse};
use cardfile::domain::record::Record;
use cardfile::domain::text;
use cardfile::store::Change;
use cardfile::store::change::Write;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use reqwest::Url;
use serde_json::Value;

use super::people::{Person, people};
use super::properties::properties;
use super::queries::cases;
use super::random::query_text;
use crate::door::Door;

/// People who are written in one change.
const AT_ONCE: usize = 500;
/// Of so many found customers every one is looked at; of more, their number and the ends of the list.
const LOOKED_AT: usize = 2_000;

/// Queries that mean so many that the index of a sort is walked: they stand evenly in it, or all at one end.
const OF_VERY_MANY: [&str; 6] = [
    "email:example",
    "property.plan:* OR NOT property.seats:[* TO 100]",
    "NOT emailDomain:northwind.example",
    "createdAt:[* TO 2020-09-01}",
    "createdAt:[2020-09-01 TO *]",
    "organization:acme* OR NOT (email:post OR firstName:e* OR modifiedAt:[* TO 2020-03-01])",
];

#[tokio::test]
async fn the_queries_of_the_corpus_find_exactly_the_same_through_the_index() {
    let door = Door::open().await;
    let everyone: Vec<Person> = people().collect();
    let ids = fill(&door, &everyone).await;
    for case in cases() {
        let expected: BTreeSet<i64> = case.expected.iter().map(|index| ids[*index as usize]).collect();
        check(&door, &case.query, &expected).await;
    }
    for query in OF_VERY_MANY {
        check_sorted(&door, query, &everyone, &ids).await;
    }
}

#[tokio::test]
async fn random_queries_find_whom_their_definition_means() {
    let door = Door::open().await;
    // Not the first ones only: conditions are made of people from all of the corpus.
    let some: Vec<Person> = people().step_by(50).collect();
    let ids = fill(&door, &some).await;
    let folded: Vec<Folded> = some.iter().map(|person| Folded::new(&person.searchable())).collect();
    let mut runner = TestRunner::new(Config::default());
    let mut found_somebody = 0;
    for _ in 0..400 {
        let text = query_text().new_tree(&mut runner).unwrap().current();
        let query = parse(&text, &properties()).unwrap();
        let is_meant = |(folded, id): (&Folded, &i64)| folded.matches(&query).then_some(*id);
        let expected: BTreeSet<i64> = folded.iter().zip(&ids).filter_map(is_meant).collect();
        found_somebody += usize::from(!expected.is_empty());
        check(&door, &text, &expected).await;
    }
    assert!(found_somebody > 100, "most queries mean nobody: {found_somebody}");
}

/// What a sort compares first; identifiers break ties.
type SortKey = fn(&Person) -> (String, i64);

/// Holds the first pages of a query against those whom it means, in the order of each sort.
async fn check_sorted(door: &Door, query: &str, everyone: &[Person], ids: &[i64]) {
    let sorts: [(&str, SortKey); 3] = [
        ("firstName", |person| (person.first_name.as_deref().map(text::fold).unwrap_or_default(), 0)),
        ("lastName", |person| (person.last_name.as_deref().map(text::fold).unwrap_or_default(), 0)),
        ("modifiedAt", |person| (String::new(), person.updated_at.micros())),
    ];
    let parsed = parse(query, &properties()).unwrap();
    let is_meant = |(person, _): &(&Person, &i64)| matches(&parsed, &person.searchable());
    let meant: Vec<(&Person, &i64)> = everyone.iter().zip(ids).filter(is_meant).collect();
    assert!(meant.len() > 10_000, "{query} means {}", meant.len());
    for (sort, key) in sorts {
        let mut sorted: Vec<_> = meant.iter().map(|(person, id)| (key(person), **id)).collect();
        sorted.sort();
        for order in ["asc", "desc"] {
            for page in 1..=3 {
                let number = page.to_string();
                let shown = [("query", query), ("sortField", sort), ("sortOrder", order), ("page", &*number)];
                let answer = door.read(&path("/v2/customers", &shown)).await;
                assert_eq!(answer["page"]["totalElements"], sorted.len(), "{query}");
                let expected: Vec<i64> = sorted.iter().skip((page - 1) * 50).take(50).map(|(_, id)| *id).collect();
                assert_eq!(listed(&answer), expected, "{query}, page {page} by {sort} {order}");
            }
            sorted.reverse();
        }
    }
}

/// Holds what both lists find against whom a query means.
async fn check(door: &Door, query: &str, expected: &BTreeSet<i64>) {
    let first = door.read(&path("/v2/customers", &[("query", query), ("pageSize", "200")])).await;
    assert_eq!(first["page"]["totalElements"], expected.len(), "{query}");
    if expected.len() > LOOKED_AT {
        let newest: Vec<i64> = expected.iter().rev().take(200).copied().collect();
        assert_eq!(listed(&first), newest, "{query}");
        return;
    }
    let (mut found, mut next) = (Vec::new(), path("/v3/customers", &[("query", query), ("pageSize", "200")]));
    loop {
        let answer = door.read(&next).await;
        found.extend(listed(&answer));
        let Some(href) = answer["_links"]["next"]["href"].as_str() else { break };
        next = href.strip_prefix(&door.url).unwrap().to_owned();
    }
    let set: BTreeSet<i64> = found.iter().copied().collect();
    assert_eq!(set.len(), found.len(), "somebody is listed twice: {query}");
    let missed: Vec<_> = expected.difference(&set).take(3).collect();
    let extra: Vec<_> = set.difference(expected).take(3).collect();
    assert!(missed.is_empty() && extra.is_empty(), "{query}\nmissed {missed:?}, found beside {extra:?}");
}

fn listed(answer: &Value) -> Vec<i64> {
    let customers = answer["_embedded"]["customers"].as_array().unwrap();
    customers.iter().map(|customer| customer["id"].as_i64().unwrap()).collect()
}

fn path(path: &str, parameters: &[(&str, &str)]) -> String {
    let url = Url::parse_with_params(&format!("http://host{path}"), parameters).unwrap();
    format!("{path}?{}", url.query().unwrap())
}

/// Makes the people in order, with their own moments, and answers their ids.
async fn fill(door: &Door, people: &[Person]) -> Vec<i64> {
    let (store, company) = (&door.directory().store, door.company());
    let mut change = Change::new(company);
    for definition in properties() {
        let (owner, at) = (PropertyOwner::Customer, people[0].created_at);
        change.writes.push(Write::NewDefinition { owner, definition, most: 50, at });
    }
    store.commit(change).await.unwrap();
    let mut organizations: HashMap<&str, OrganizationId> = HashMap::new();
    let mut ids = Vec::new();
    for some in people.chunks(AT_ONCE) {
        let mut change = Change::new(company);
        let needed: usize = some.iter().map(|person| 2 + person.emails.len() + person.phones.len()).sum();
        let mut numbers = store.take_ids(needed).await.unwrap().ids;
        for person in some {
            let id = CustomerId(numbers.next().unwrap());
            let mut customer = Customer::default();
            customer.set_text(TextField::FirstName, person.first_name.clone());
            customer.set_text(TextField::LastName, person.last_name.clone());
            for (kind, values) in [(EntryKind::Email, &person.emails), (EntryKind::Phone, &person.phones)] {
                for value in values {
                    let entry = Entry { id: EntryId(numbers.next().unwrap()), value: value.clone(), entry_type: None };
                    customer.entries[kind].push(entry);
                }
            }
            customer.organization = person.organization.as_deref().map(|name| {
                *organizations.entry(name).or_insert_with(|| {
                    let id = OrganizationId(numbers.next().unwrap());
                    let made = Record::new(id, Organization::named(name), person.created_at);
                    change.writes.push(Write::NewOrganization(made));
                    id
                })
            });
            customer.properties = person.properties.clone();
            let document: Arc<str> = customer_document::write(&customer).into();
            let mut record = Record::new(id, customer, person.created_at);
            record.updated_at = person.updated_at;
            change.writes.push(Write::NewCustomer(record, document));
            ids.push(id.0);
        }
        store.commit(change).await.unwrap();
    }
    ids
}
