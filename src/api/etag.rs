//! Conditional requests (RFC 9110, section 13): entity tags as they stand in headers.
//!
//! A compressed answer is another representation and has a tag of its own: that of the plain one and the encoding. Whoever holds either
//! holds the same state of the record, so in requests both mean the same.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Error;
use crate::actions;
use crate::domain::problem::{Problems, Rule};
use crate::domain::tag::Tags;

/// The encodings in which answers are compressed.
const ENCODINGS: [&str; 2] = ["gzip", "br"];

/// What a request that changes something expects: the tags of its `If-Match`. Weak tags are never equal to what is there (strong
/// comparison).
pub fn expected(method: &Method, headers: &HeaderMap) -> Result<Option<Tags>, Error> {
    if matches!(*method, Method::GET | Method::HEAD) {
        return Ok(None);
    }
    let expected = match named(headers, &header::IF_MATCH) {
        Ok(None) => return Ok(None),
        Ok(Some(Named::Any)) => Tags::Any,
        Ok(Some(Named::List(tags))) => {
            Tags::List(tags.iter().filter(|tag| !tag.is_weak).map(|tag| plain(tag.text).to_owned()).collect())
        }
        Err(given) => {
            let mut problems = Problems::default();
            problems.header("If-Match", Rule::Pattern("must be * or entity tags in quotes, such as \"3\""), &given);
            return Err(Error::Headers(problems));
        }
    };
    Ok(Some(expected))
}

/// The conditions of a request that reads.
#[derive(Debug)]
pub struct Reading(HeaderMap);

impl Reading {
    /// The conditions, when there are any. Their headers count only when they can be read.
    pub fn of(method: &Method, headers: &HeaderMap) -> Option<Self> {
        if !matches!(*method, Method::GET | Method::HEAD) {
            return None;
        }
        let mut kept = HeaderMap::new();
        for name in [header::IF_MATCH, header::IF_NONE_MATCH] {
            for value in headers.get_all(&name) {
                kept.append(&name, value.clone());
            }
        }
        (!kept.is_empty()).then_some(Self(kept))
    }

    /// Answers 412 or 304 in the place of a resource, where a condition asks for it.
    pub fn apply(&self, response: &mut Response) {
        if response.status() != StatusCode::OK {
            return;
        }
        let current = response
            .headers()
            .get(header::ETAG)
            .and_then(|tag| tag.to_str().ok())
            .map(|tag| tag.trim_matches('"').to_owned());
        let Some(current) = current else { return };
        let is_current = |tag: &&Tag<'_>| plain(tag.text) == current;
        if let Ok(Some(Named::List(tags))) = named(&self.0, &header::IF_MATCH)
            && !tags.iter().filter(|tag| !tag.is_weak).any(|tag| is_current(&tag))
        {
            *response = Error::Action(actions::Error::Precondition).into_response();
            return;
        }
        let same = match named(&self.0, &header::IF_NONE_MATCH) {
            Ok(Some(Named::Any)) => Some(&*current),
            Ok(Some(Named::List(tags))) => tags.iter().find(is_current).map(|tag| tag.text),
            Ok(None) | Err(_) => None,
        };
        if let Some(tag) = same.and_then(|tag| HeaderValue::try_from(format!("\"{tag}\"")).ok()) {
            *response = StatusCode::NOT_MODIFIED.into_response();
            *response.body_mut() = Body::empty();
            response.headers_mut().insert(header::ETAG, tag);
            response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
    }
}

/// Gives a compressed answer the tag that is its own (RFC 9110, section 8.8.3.3).
pub fn mark_encoded(headers: &mut HeaderMap) {
    let (Some(encoding), Some(tag)) = (headers.get(header::CONTENT_ENCODING), headers.get(header::ETAG)) else {
        return;
    };
    if let (Ok(encoding), Some(tag)) = (encoding.to_str(), tag.to_str().ok().and_then(|tag| tag.strip_suffix('"')))
        && let Ok(tag) = HeaderValue::try_from(format!("{tag}-{encoding}\""))
    {
        headers.insert(header::ETAG, tag);
    }
}

/// The tag of the representation that is not compressed.
fn plain(tag: &str) -> &str {
    let encoded = ENCODINGS.iter().find_map(|encoding| tag.strip_suffix(encoding)?.strip_suffix('-'));
    encoded.unwrap_or(tag)
}

enum Named<'a> {
    Any,
    List(Vec<Tag<'a>>),
}

struct Tag<'a> {
    is_weak: bool,
    text: &'a str,
}

/// The tags of a header, which may stand there several times; what cannot be read is answered as it is.
fn named<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<Named<'a>>, String> {
    let mut list = Vec::new();
    for value in headers.get_all(name) {
        let text = value.to_str().map_err(|_| String::from_utf8_lossy(value.as_bytes()).into_owned())?.trim();
        if text == "*" {
            return Ok(Some(Named::Any));
        }
        let before = list.len();
        read_list(text, &mut list).filter(|()| list.len() > before).ok_or_else(|| text.to_owned())?;
    }
    Ok(headers.contains_key(name).then_some(Named::List(list)))
}

fn read_list<'a>(text: &'a str, list: &mut Vec<Tag<'a>>) -> Option<()> {
    let mut rest = text;
    while !rest.is_empty() {
        let (is_weak, quoted) = rest.strip_prefix("W/").map_or((false, rest), |quoted| (true, quoted));
        let (text, after) = quoted.strip_prefix('"')?.split_once('"')?;
        list.push(Tag { is_weak, text });
        let after = after.trim_start();
        rest = after.trim_start_matches([',', ' ', '\t']);
        if rest.len() == after.len() && !rest.is_empty() {
            return None;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Option<Tags>> {
        let headers = HeaderMap::from_iter([(header::IF_MATCH, HeaderValue::from_bytes(text.as_bytes()).unwrap())]);
        expected(&Method::PUT, &headers).ok()
    }

    fn list(tags: &[&str]) -> Option<Option<Tags>> {
        Some(Some(Tags::List(tags.iter().map(ToString::to_string).collect())))
    }

    #[test]
    fn tags_are_read_as_the_standard_writes_them() {
        assert_eq!(read("*"), Some(Some(Tags::Any)));
        assert_eq!(read("\"3\""), list(&["3"]));
        assert_eq!(read("\"a,b\" , W/\"c\",\"\",, \"3-o1-gzip\", \"3-br\""), list(&["a,b", "", "3-o1", "3"]));
        assert_eq!(read("W/\"3\""), list(&[]), "a weak tag is never the same");
        for wrong in ["", "3", "\"3", "\"3\" \"4\"", "\"3\"x", "w/\"3\"", "'3'", ","] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
