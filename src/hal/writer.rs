//! Writing JSON straight into the bytes of an answer.

use std::fmt::Display;
use std::io::Write as _;
use std::ops::Range;

use crate::domain::time::Timestamp;

/// The parts of a kind of resource, as links to them are written: what stands before, between and after the URLs of the resource itself.
/// A page has hundreds of such links.
#[derive(Debug)]
pub struct Parts(Vec<String>);

impl Parts {
    /// Parts by their names, which are those of the links too.
    pub fn new(names: &[&str]) -> Self {
        let mut pieces = Vec::with_capacity(names.len() + 1);
        let mut piece = String::new();
        for name in names {
            pieces.push(format!("{piece}\"{name}\":{{\"href\":\""));
            piece = format!("/{name}\"}},");
        }
        piece.pop();
        pieces.push(piece);
        Self(pieces)
    }
}

/// JSON that is being written. Commas are set by the writer; the caller opens and closes what it writes.
#[derive(Debug)]
pub struct Writer {
    out: Vec<u8>,
}

impl Writer {
    /// A writer with room for so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { out: Vec::with_capacity(bytes) }
    }

    /// The bytes that were written.
    pub fn finish(self) -> Vec<u8> {
        self.out
    }

    /// Opens an object.
    pub fn begin_object(&mut self) -> &mut Self {
        self.separate();
        self.out.push(b'{');
        self
    }

    /// Closes an object.
    pub fn end_object(&mut self) -> &mut Self {
        self.out.push(b'}');
        self
    }

    /// Opens a list.
    pub fn begin_list(&mut self) -> &mut Self {
        self.separate();
        self.out.push(b'[');
        self
    }

    /// Closes a list.
    pub fn end_list(&mut self) -> &mut Self {
        self.out.push(b']');
        self
    }

    /// Writes a key; its value comes next. Keys are names of the wire, which need no escaping.
    pub fn key(&mut self, name: &str) -> &mut Self {
        self.separate();
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
        self
    }

    /// Writes a string.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.separate();
        // Writing a string to memory has no way to fail.
        let _ = serde_json::to_writer(&mut self.out, text);
        self
    }

    /// Writes an integer.
    pub fn integer(&mut self, integer: i64) -> &mut Self {
        self.separate();
        let _ = serde_json::to_writer(&mut self.out, &integer);
        self
    }

    /// Writes true or false.
    pub fn boolean(&mut self, value: bool) -> &mut Self {
        self.separate();
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        self
    }

    /// Writes a value that is JSON already.
    pub fn json(&mut self, json: &str) -> &mut Self {
        self.separate();
        self.out.extend_from_slice(json.as_bytes());
        self
    }

    /// Writes a string that needs no escaping: a name of the wire, a slug.
    pub fn plain(&mut self, text: &str) -> &mut Self {
        self.separate();
        self.out.push(b'"');
        self.out.extend_from_slice(text.as_bytes());
        self.out.push(b'"');
        self
    }

    /// Writes as a string what shows itself without a character that needs escaping: a date, a URL.
    pub fn shown(&mut self, value: impl Display) -> &mut Self {
        self.separate();
        let _ = write!(self.out, "\"{value}\"");
        self
    }

    /// Writes a moment as a string.
    pub fn moment(&mut self, moment: Timestamp) -> &mut Self {
        self.separate();
        self.out.push(b'"');
        self.out.extend_from_slice(&moment.text());
        self.out.push(b'"');
        self
    }

    /// Writes a link: `"name":{"href":"..."}`.
    pub fn link(&mut self, name: &str, href: impl Display) -> &mut Self {
        self.key(name).begin_object();
        self.key("href").shown(href);
        self.end_object()
    }

    /// Writes a link to one of many resources of a kind, and tells where its URL stands in what is written.
    pub fn link_to(&mut self, name: &str, [base, path]: [&str; 2], id: i64) -> Range<usize> {
        self.key(name);
        self.out.extend_from_slice(b"{\"href\":\"");
        let start = self.out.len();
        self.out.extend_from_slice(base.as_bytes());
        self.out.extend_from_slice(path.as_bytes());
        let _ = serde_json::to_writer(&mut self.out, &id);
        let end = self.out.len();
        self.out.extend_from_slice(b"\"}");
        start..end
    }

    /// Writes links to the parts of a resource whose own URL was written before.
    pub fn links_below(&mut self, resource: Range<usize>, parts: &Parts) -> &mut Self {
        self.separate();
        let (first, others) = parts.0.split_first().map_or(("", &[][..]), |(first, others)| (first, others));
        self.out.extend_from_slice(first.as_bytes());
        for piece in others {
            self.out.extend_from_within(resource.clone());
            self.out.extend_from_slice(piece.as_bytes());
        }
        self
    }

    fn separate(&mut self) {
        if !matches!(self.out.last(), None | Some(b'{' | b'[' | b':')) {
            self.out.push(b',');
        }
    }
}
