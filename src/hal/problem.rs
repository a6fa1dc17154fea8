//! Refusals as they are answered: the envelope of the wire (vnd.error).

use super::links::Links;
use super::writer::Writer;
use crate::domain::problem::{Holder, Problem, Source};

/// A refusal: a reference to find it by, a sentence, and the values at fault.
pub fn write(links: Links<'_>, reference: &str, message: &str, problems: &[Problem]) -> Vec<u8> {
    let mut writer = Writer::with_capacity(512 + 256 * problems.len());
    writer.begin_object();
    writer.key("logRef").text(reference);
    writer.key("message").text(message);
    if !problems.is_empty() {
        writer.key("_embedded").begin_object();
        writer.key("errors").begin_list();
        problems.iter().for_each(|problem| write_problem(&mut writer, links, problem));
        writer.end_list().end_object();
    }
    writer.key("_links").begin_object();
    writer.link("about", links.path("/docs/errors"));
    writer.end_object().end_object();
    writer.finish()
}

fn write_problem(writer: &mut Writer, links: Links<'_>, problem: &Problem) {
    writer.begin_object();
    writer.key("path").text(&problem.path);
    writer.key("message").text(&problem.rule.to_string());
    if let Some(given) = &problem.given {
        writer.key("rejectedValue").text(given);
    }
    writer.key("source").plain(match problem.source {
        Source::Json => "JSON",
        Source::Query => "QUERY",
        Source::Header => "HEADER",
    });
    writer.key("_links").begin_object();
    writer.link("about", links.path(format_args!("/docs/errors#{}", problem.rule.anchor())));
    match problem.holder {
        Some(Holder::Customer(id)) => drop(writer.link("holder", links.customer(id))),
        Some(Holder::Organization(id)) => drop(writer.link("holder", links.organization(id))),
        None => {}
    }
    writer.end_object().end_object();
}
