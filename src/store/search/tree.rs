//! An expression of the search index, whatever engine reads it, and how each engine writes it.

/// What is asked of a customer's terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    /// These terms side by side, a space between them; the last may be only the beginning of one.
    Phrase {
        terms: String,
        is_beginning: bool,
    },
    /// The beginnings of two terms that stand side by side.
    Beginnings(String, String),
    All(Vec<Self>),
    Any(Vec<Self>),
    Except(Box<Self>, Box<Self>),
}

/// What no customer has: no term is without its company.
const NOBODY: &str = "'nobody'";
/// The most bytes of a term on PostgreSQL.
pub(super) const TERM_MAX: usize = 2046;

impl Tree {
    pub(super) fn except(self, other: Self) -> Self {
        Self::Except(Box::new(self), Box::new(other))
    }

    /// As SQLite's full-text engine reads it.
    pub(super) fn fts5(&self) -> String {
        let joined = |parts: &[Self], operator: &str| {
            format!("({})", parts.iter().map(Self::fts5).collect::<Vec<_>>().join(operator))
        };
        match self {
            Self::Phrase { terms, is_beginning } => format!("\"{terms}\"{}", if *is_beginning { "*" } else { "" }),
            Self::Beginnings(first, second) => format!("NEAR(\"{first}\"* \"{second}\"*, 0)"),
            Self::All(parts) => joined(parts, " AND "),
            Self::Any(parts) => joined(parts, " OR "),
            Self::Except(all, other) => format!("({} NOT {})", all.fts5(), other.fts5()),
        }
    }

    /// As PostgreSQL's full-text search reads it.
    pub(super) fn tsquery(&self) -> String {
        let joined = |parts: &[Self], operator: &str| {
            format!("({})", parts.iter().map(Self::tsquery).collect::<Vec<_>>().join(operator))
        };
        match self {
            Self::Phrase { terms, is_beginning } => {
                let last = terms.split(' ').count() - 1;
                let term = |(at, term)| lexeme(term, *is_beginning && at == last);
                format!("({})", terms.split(' ').enumerate().map(term).collect::<Vec<_>>().join(" <-> "))
            }
            Self::Beginnings(first, second) => format!("({} <-> {})", lexeme(first, true), lexeme(second, true)),
            Self::All(parts) => joined(parts, " & "),
            Self::Any(parts) => joined(parts, " | "),
            Self::Except(all, other) => format!("({} & !{})", all.tsquery(), other.tsquery()),
        }
    }
}

/// A term as PostgreSQL reads it. One that is too long to be kept is nobody's.
fn lexeme(term: &str, is_beginning: bool) -> String {
    match term.len() {
        0..=TERM_MAX => format!("{}{}", quoted(term), if is_beginning { ":*" } else { "" }),
        _ => NOBODY.to_owned(),
    }
}

fn quoted(term: &str) -> String {
    format!("'{}'", term.replace('\\', "\\\\").replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrase(terms: &str, is_beginning: bool) -> Tree {
        Tree::Phrase { terms: terms.to_owned(), is_beginning }
    }

    #[test]
    fn each_engine_has_its_own_words_for_one_expression() {
        let tree = Tree::All(vec![
            phrase("7na 7nb", true),
            Tree::Any(vec![phrase("7fc", false), Tree::Beginnings("7hd".into(), "7ie".into())]),
        ]);
        let tree = tree.except(phrase("7y", false));
        assert_eq!(tree.fts5(), r#"(("7na 7nb"* AND ("7fc" OR NEAR("7hd"* "7ie"*, 0))) NOT "7y")"#);
        assert_eq!(tree.tsquery(), "((('7na' <-> '7nb':*) & (('7fc') | ('7hd':* <-> '7ie':*))) & !('7y'))");
    }

    #[test]
    fn what_postgresql_cannot_keep_is_left_out_and_nobodys() {
        let long = "x".repeat(TERM_MAX + 1);
        assert_eq!(phrase(&long, true).tsquery(), "('nobody')");
        assert_eq!(quoted(r"o'\"), r"'o''\\'");
    }
}
