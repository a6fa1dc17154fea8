//! Reads the paths (`a::b::c`) that stand in a piece of Rust, `use` trees and macro bodies included.
//! Works on tokens, so comments and strings cannot count.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// One path as written, a `use` tree being one path for each of its leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    pub segments: Vec<String>,
    /// Written with `::` in front: the first segment can only be an outside crate.
    pub absolute: bool,
    pub imported: Import,
    pub line: usize,
    /// The inline modules (`mod tests { … }`) around it.
    pub inside: Vec<String>,
}

/// Whether a path stands in a `use`, and then under which name the file knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Import {
    No,
    As(String),
}

/// What a file says: its paths, and the modules that it declares.
#[derive(Debug, Default)]
pub struct Source {
    pub paths: Vec<Path>,
    pub modules: Vec<String>,
}

/// Reads a file's text; an error is the tokenizer's, for text that is no Rust.
pub fn read(text: &str) -> Result<Source, String> {
    let stream: TokenStream = text.parse().map_err(|error| format!("{error}"))?;
    let mut source = Source::default();
    walk(&trees(stream), &[], &mut source);
    Ok(source)
}

fn walk(tokens: &[TokenTree], inside: &[String], source: &mut Source) {
    let mut at = 0;
    while at < tokens.len() {
        at = match &tokens[at] {
            TokenTree::Group(group) => {
                walk(&trees(group.stream()), inside, source);
                at + 1
            }
            TokenTree::Ident(word) if word == "mod" => module(tokens, at + 1, inside, source),
            TokenTree::Ident(word) if word == "use" => tree(tokens, at + 1, &Path::start(inside, true), source),
            TokenTree::Ident(word) if word == "crate" && after_extern(tokens, at) => {
                tree(tokens, at + 1, &Path::start(inside, true), source)
            }
            TokenTree::Ident(word) if is_keyword(&word.to_string()) => at + 1,
            TokenTree::Ident(_) if !continues(tokens, at) => path(tokens, at, inside, source),
            _ => at + 1,
        };
    }
}

/// `mod name;` or `mod name { … }`.
fn module(tokens: &[TokenTree], at: usize, inside: &[String], source: &mut Source) -> usize {
    let Some(TokenTree::Ident(name)) = tokens.get(at) else {
        return at;
    };
    source.modules.push(plain(name));
    let Some(TokenTree::Group(body)) = tokens.get(at + 1) else {
        return at + 1;
    };
    let deeper: Vec<String> = inside.iter().cloned().chain([plain(name)]).collect();
    walk(&trees(body.stream()), &deeper, source);
    at + 2
}

/// A path in an expression, a type, a pattern, an attribute: kept when it has two segments or more.
fn path(tokens: &[TokenTree], start: usize, inside: &[String], source: &mut Source) -> usize {
    let mut found = Path::start(inside, false);
    found.absolute = separator(tokens, start.wrapping_sub(2));
    let mut at = start;
    while let Some(TokenTree::Ident(segment)) = tokens.get(at) {
        found.push(segment);
        at += 1;
        if !separator(tokens, at) {
            break;
        }
        at += 2;
    }
    if found.segments.len() > 1 || found.absolute {
        source.paths.push(found);
    }
    at
}

/// One branch of a `use` tree that begins at `at`, up to its `,`, its `;` or the end of its braces.
fn tree(tokens: &[TokenTree], mut at: usize, before: &Path, source: &mut Source) -> usize {
    let mut found = before.clone();
    if separator(tokens, at) {
        found.absolute = found.segments.is_empty();
        at += 2;
    }
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(word)) if word == "as" => {
                found.imported = Import::As(tokens.get(at + 1).map(ToString::to_string).unwrap_or_default());
                source.paths.push(found);
                return at + 2;
            }
            Some(TokenTree::Ident(segment)) => found.push(segment),
            Some(TokenTree::Punct(star)) if star.as_char() == '*' => found.segments.push("*".to_owned()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let branches = trees(group.stream());
                let mut branch = 0;
                while branch < branches.len() {
                    branch = tree(&branches, branch, &found, source) + 1;
                }
                return at + 1;
            }
            Some(_) if separator(tokens, at) => at += 1,
            _ => break,
        }
        at += 1;
    }
    if let Some(name) = found.segments.last() {
        found.imported = Import::As(name.clone());
        source.paths.push(found);
    }
    at
}

impl Path {
    fn start(inside: &[String], import: bool) -> Self {
        let imported = if import { Import::As(String::new()) } else { Import::No };
        Self { segments: Vec::new(), absolute: false, imported, line: 0, inside: inside.to_vec() }
    }

    fn push(&mut self, segment: &proc_macro2::Ident) {
        self.line = segment.span().start().line;
        // `use a::{self}` names `a`; only the first `self` of a path means the module it stands in.
        if segment != "self" || self.segments.is_empty() {
            self.segments.push(plain(segment));
        }
    }
}

fn trees(stream: TokenStream) -> Vec<TokenTree> {
    stream.into_iter().collect()
}

fn plain(word: &proc_macro2::Ident) -> String {
    word.to_string().trim_start_matches("r#").to_owned()
}

fn separator(tokens: &[TokenTree], at: usize) -> bool {
    let colon = |token: Option<&TokenTree>, joined: bool| matches!(token, Some(TokenTree::Punct(p)) if p.as_char() == ':' && (!joined || p.spacing() == Spacing::Joint));
    colon(tokens.get(at), true) && colon(tokens.get(at.wrapping_add(1)), false)
}

/// Whether the word at `at` goes on with something before it: `x.at`, `Vec::<u8>::at`, `<T as X>::at`, `'at`.
fn continues(tokens: &[TokenTree], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|index| tokens.get(index));
    if at >= 2 && separator(tokens, at - 2) {
        return matches!(before(3), Some(TokenTree::Punct(p)) if p.as_char() == '>')
            || matches!(before(3), Some(TokenTree::Group(_)));
    }
    match before(1) {
        Some(TokenTree::Punct(p)) if p.as_char() == '\'' => true,
        Some(TokenTree::Punct(p)) if p.as_char() == '.' => {
            !matches!(before(2), Some(TokenTree::Punct(dot)) if dot.as_char() == '.' && dot.spacing() == Spacing::Joint)
        }
        _ => false,
    }
}

fn after_extern(tokens: &[TokenTree], at: usize) -> bool {
    matches!(at.checked_sub(1).and_then(|index| tokens.get(index)), Some(TokenTree::Ident(word)) if word == "extern")
}

/// The words that never begin a path; `crate`, `self` and `super` do.
#[rustfmt::skip]
fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "as" | "async" | "await" | "box" | "break" | "const" | "continue" | "dyn" | "else" | "enum" | "extern" | "false"
            | "fn" | "for" | "if" | "impl" | "in" | "let" | "loop" | "match" | "move" | "mut" | "pub" | "ref" | "return"
            | "static" | "struct" | "trait" | "true" | "type" | "unsafe" | "where" | "while" | "yield"
    )
}
