//! Refusals as they are answered: the envelope of the wire (vnd.error), or problem details (RFC 9457).

use std::fmt::{self, Display, Write as _};

use super::links::Links;
use super::writer::Writer;
use crate::domain::problem::{Problem, Source};

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
    if let Some(holder) = problem.holder {
        writer.link("holder", links.holder(holder));
    }
    writer.end_object().end_object();
}

/// A refusal as problem details.
#[derive(Clone, Copy, Debug)]
pub struct Details<'a> {
    /// The status of the answer.
    pub status: u16,
    /// What the status means.
    pub title: &'a str,
    /// The reference to find it by.
    pub reference: &'a str,
    /// A sentence.
    pub message: &'a str,
}

impl Details<'_> {
    /// The details, with the values at fault. Their type is the rule that is broken, when it is only one.
    pub fn write(&self, links: Links<'_>, problems: &[Problem]) -> Vec<u8> {
        let anchor = problems.first().map(|problem| problem.rule.anchor());
        let rule = anchor.filter(|anchor| problems.iter().all(|problem| problem.rule.anchor() == *anchor));
        let mut writer = Writer::with_capacity(512 + 256 * problems.len());
        writer.begin_object();
        match rule {
            Some(rule) => {
                writer.key("type").shown(about(links, rule));
                writer.key("title").plain(rule);
            }
            None => {
                writer.key("type").plain("about:blank");
                writer.key("title").text(self.title);
            }
        }
        writer.key("status").integer(self.status.into());
        match problems {
            [] => writer.key("detail").text(self.message),
            [problem] => writer.key("detail").text(&format!("{}: {}", problem.path, problem.rule)),
            several => writer.key("detail").text(&format!("{} values are at fault; errors lists them.", several.len())),
        };
        writer.key("instance").shown(UriText(self.reference, &[]));
        if !problems.is_empty() {
            writer.key("errors").begin_list();
            problems.iter().for_each(|problem| write_detail(&mut writer, links, problem));
            writer.end_list();
        }
        writer.end_object();
        writer.finish()
    }
}

fn write_detail(writer: &mut Writer, links: Links<'_>, problem: &Problem) {
    writer.begin_object();
    match problem.source {
        // An operation's own path says what it is about, not where in the body it stands.
        Source::Json if problem.path.starts_with('/') => {}
        Source::Json => drop(writer.key("pointer").shown(UriText(&pointer(&problem.path), b"#/"))),
        Source::Query => drop(writer.key("parameter").text(&problem.path)),
        Source::Header => drop(writer.key("header").text(&problem.path)),
    }
    writer.key("path").text(&problem.path);
    writer.key("detail").text(&problem.rule.to_string());
    if let Some(given) = &problem.given {
        writer.key("rejectedValue").text(given);
    }
    writer.key("type").shown(about(links, problem.rule.anchor()));
    if let Some(holder) = problem.holder {
        writer.key("holder").shown(links.holder(holder));
    }
    writer.end_object();
}

fn about(links: Links<'_>, anchor: &'static str) -> impl Display {
    links.path(format_args!("/docs/errors#{anchor}")).to_string()
}

/// `emails[0].value` as a JSON pointer (RFC 6901) in a URI fragment: `#/emails/0/value`.
fn pointer(path: &str) -> String {
    let mut pointer = String::from("#");
    for name in path.split('.').filter(|name| !name.is_empty()) {
        let (name, items) = name.split_once('[').map_or((name, None), |(name, items)| (name, Some(items)));
        if !name.is_empty() {
            pointer += "/";
            pointer += &name.replace('~', "~0").replace('/', "~1");
        }
        for item in items.into_iter().flat_map(|items| items.split('[')) {
            pointer += "/";
            pointer += item.trim_end_matches(']');
        }
    }
    pointer
}

/// Text as part of a URI: whatever is not unreserved there, nor among the bytes that are let through, is escaped.
struct UriText<'a>(&'a str, &'static [u8]);

impl Display for UriText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || self.1.contains(&byte) {
                f.write_char(byte.into())?;
            } else {
                write!(f, "%{byte:02X}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_pointer_into_the_body() {
        for (path, expected) in [
            ("", "#"),
            ("firstName", "#/firstName"),
            ("emails[0].value", "#/emails/0/value"),
            ("[2].op", "#/2/op"),
            ("address.lines[10]", "#/address/lines/10"),
            ("a/b~c", "#/a~1b~0c"),
            ("n\u{e9} \"", "#/n%C3%A9%20%22"),
        ] {
            assert_eq!(UriText(&pointer(path), b"#/").to_string(), expected, "{path}");
        }
    }
}
