//! Pages of a list (v2): the items, links to other pages, and the four numbers.

use super::customer;
use super::links::Links;
use super::writer::Writer;
use crate::store::customers::Found;
use crate::store::properties::Defined;

/// Which page of how many things this is. Numbers count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// How many items a page has.
    pub size: i64,
    /// How many items the list has.
    pub total: i64,
    /// Which page this is.
    pub number: i64,
}

/// A list that is answered in pages.
#[derive(Clone, Copy, Debug)]
pub struct List<'a> {
    /// Where the list is.
    pub path: &'a str,
    /// The name of its items under `_embedded`.
    pub key: &'a str,
    /// The list's other parameters, escaped, without the page.
    pub query: &'a str,
    /// The page and its place in the list.
    pub numbers: Numbers,
}

/// A page of customers. `query` holds the list's other parameters, escaped, without the page.
pub fn write_customers(
    links: Links<'_>,
    query: &str,
    numbers: Numbers,
    customers: &[Found],
    definitions: &[Defined],
) -> Vec<u8> {
    let list = List { path: "/v2/customers", key: "customers", query, numbers };
    write_customer_list(links, list, customers, definitions)
}

/// A page of a list of customers, wherever the list is.
pub fn write_customer_list(links: Links<'_>, list: List<'_>, customers: &[Found], definitions: &[Defined]) -> Vec<u8> {
    write(links, list, customers, 1792, |writer, found| customer::write_resource(writer, links, found, definitions))
}

/// A page of anything; each item takes about so many bytes.
pub fn write<T>(
    links: Links<'_>,
    list: List<'_>,
    items: &[T],
    bytes: usize,
    mut write_item: impl FnMut(&mut Writer, &T),
) -> Vec<u8> {
    let mut writer = Writer::with_capacity(1024 + bytes * items.len());
    writer.begin_object();
    writer.key("_embedded").begin_object();
    writer.key(list.key).begin_list();
    for item in items {
        write_item(&mut writer, item);
    }
    writer.end_list().end_object();
    write_links(&mut writer, links, list);
    write_numbers(&mut writer, list.numbers);
    writer.end_object();
    writer.finish()
}

/// A page of a list that has nothing.
pub fn write_empty(links: Links<'_>, list: List<'_>) -> Vec<u8> {
    write(links, list, &[(); 0], 0, |_, ()| {})
}

fn write_links(writer: &mut Writer, links: Links<'_>, list: List<'_>) {
    let List { path, query, numbers, .. } = list;
    let last = numbers.pages().max(1);
    let rest = if query.is_empty() { String::new() } else { format!("&{query}") };
    let page = |number: i64| links.path(format!("{path}?page={number}{rest}"));
    writer.key("_links").begin_object();
    writer.link("self", page(numbers.number));
    writer.link("first", page(1));
    writer.link("last", page(last));
    if numbers.number < last {
        writer.link("next", page(numbers.number + 1));
    }
    if numbers.number > 1 {
        writer.link("previous", page(numbers.number - 1));
    }
    let template = if query.is_empty() { "{?page}".to_owned() } else { format!("?{query}{{&page}}") };
    writer.key("page").begin_object();
    writer.key("href").shown(links.path(format!("{path}{template}")));
    writer.key("templated").boolean(true);
    writer.end_object().end_object();
}

fn write_numbers(writer: &mut Writer, numbers: Numbers) {
    writer.key("page").begin_object();
    writer.key("size").integer(numbers.size);
    writer.key("totalElements").integer(numbers.total);
    writer.key("totalPages").integer(numbers.pages());
    writer.key("number").integer(numbers.number);
    writer.end_object();
}

impl Numbers {
    fn pages(self) -> i64 {
        (self.total + self.size - 1) / self.size
    }
}
