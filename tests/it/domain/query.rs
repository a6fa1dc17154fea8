use cardfile::domain::query::{
    Mistake, MomentField, NameField, Phrase, Query, Range, Searchable, TEXT_MAX, Term, fold, fold_line, matches, parse,
    parse_printed, words,
};
use cardfile::domain::time::Timestamp;
use proptest::prelude::*;

fn name(field: NameField, text: &str) -> Query {
    Query::Term(Term::Name { field, phrase: Phrase::new(text, false) })
}

fn email(text: &str) -> Query {
    Query::Term(Term::Email(text.to_owned()))
}

fn moment(field: MomentField, from: Option<&str>, to: Option<&str>) -> Query {
    let second = |text: Option<&str>| Timestamp::parse(text?).map(Timestamp::seconds);
    Query::Term(Term::Moment { field, range: Range { from: second(from), to: second(to) }, ready: None })
}

#[test]
fn every_example_of_the_wire_is_understood() {
    let year = "2024-01-01T00:00:00Z";
    for (text, query) in [
        ("(firstName:\"John\")", name(NameField::First, "john")),
        ("(lastName:\"Appleseed\")", name(NameField::Last, "appleseed")),
        (
            "(firstName:\"John\" OR firstName:\"Johnny\")",
            Query::Any(vec![name(NameField::First, "john"), name(NameField::First, "johnny")]),
        ),
        (
            "(firstName:\"John\" AND lastName:\"Appleseed\")",
            Query::All(vec![name(NameField::First, "john"), name(NameField::Last, "appleseed")]),
        ),
        ("(email:\"john@appleseed.com\")", email("john@appleseed.com")),
        ("(email:\"john@a.com\" OR email:\"j@b.com\")", Query::Any(vec![email("john@a.com"), email("j@b.com")])),
        ("(emailDomain:\"example.com\")", Query::Term(Term::EmailDomain("example.com".to_owned()))),
        ("(modifiedAt:[2024-01-01T00:00:00Z TO *])", moment(MomentField::Modified, Some(year), None)),
        ("(createdAt:[* TO 2024-01-01T00:00:00Z])", moment(MomentField::Created, None, Some(year))),
        ("(organization:\"Acme\")", Query::Term(Term::Organization { name: "acme".to_owned(), is_beginning: false })),
        ("(NOT email:\"spam@example.com\")", Query::Not(Box::new(email("spam@example.com")))),
        ("john", Query::Term(Term::Anywhere { text: "john".to_owned(), phrase: Phrase::new("john", true) })),
        (
            "\"John Appleseed\"",
            Query::Term(Term::Anywhere {
                text: "john appleseed".to_owned(),
                phrase: Phrase::new("john appleseed", false),
            }),
        ),
    ] {
        assert_eq!(parse(text, &[]), Ok(query), "{text}");
    }
}

#[test]
fn values_are_read_with_their_quotes_escapes_and_stars() {
    for (text, query) in [
        (r#"email:"a\"b\\c\d""#, email(r#"a"b\c\d"#)),
        ("email:*JOHN@*", email("john@")),
        ("email:\"**john**\"", email("john")),
        ("email:\" john \"", email("john")),
        ("EMAIL:ＪＯＨＮ＠x.example", email("john@x.example")),
        ("email:a+b-c_d'e&f@x.example", email("a+b-c_d'e&f@x.example")),
        ("email:+tag", email("+tag")),
        ("email:\"a*b\"", email("a*b")),
        ("firstname:O'Brien", name(NameField::First, "o brien")),
        ("LASTNAME:\"de \t la\nCruz\"", name(NameField::Last, "de la cruz")),
        ("firstName:\"Anna\"*", Query::Term(Term::Name { field: NameField::First, phrase: Phrase::new("anna", true) })),
        (
            "organization:\"E*Trade  Group*\"",
            Query::Term(Term::Organization { name: "e*trade group".to_owned(), is_beginning: true }),
        ),
        ("\"@\"", Query::Term(Term::Anywhere { text: "@".to_owned(), phrase: Phrase::default() })),
    ] {
        assert_eq!(parse(text, &[]), Ok(query), "{text}");
    }
}

#[test]
fn a_mistake_is_told_with_its_place_and_what_to_write_there() {
    // The part at fault stands between ⟦ and ⟧.
    for (marked, said, suggestion) in [
        ("⟦⟧", "empty", None),
        ("⟦ \t ⟧", "empty", None),
        ("⟦fristName⟧:x", "no field `fristName`; the fields are firstName, lastName, email", Some("firstName")),
        ("😀 é\u{301} ⟦mail⟧:x", "no field `mail`", Some("email")),
        ("a OR ⟦http⟧://x.example", "Text with a colon in it stands in quotes", None),
        ("⟦(⟧a", "never closed", None),
        ("a ⟦(⟧b (c OR d)", "never closed", None),
        ("(a ⟦(⟧", "never closed", None),
        ("a⟦)⟧", "closes none", Some("")),
        ("⟦)⟧ a", "closes none", Some("")),
        ("(😀 a)⟦)⟧", "closes none", Some("")),
        ("(⟦)⟧", "empty", None),
        ("firstName:(⟦)⟧", "empty", None),
        ("firstName:⟦\"⟧abc", "quote is never closed", None),
        ("😀😀 ⟦\"⟧abc\\\"", "quote is never closed", None),
        ("a ⟦AND⟧", "nothing for AND on its right", None),
        ("a ⟦AND⟧ OR b", "nothing for AND on its right", None),
        ("⟦OR⟧ b", "nothing for OR on its left", None),
        ("(⟦AND⟧ b)", "nothing for AND on its left", None),
        ("(a ⟦OR⟧)", "nothing for OR on its right", None),
        ("a ⟦NOT⟧", "nothing for NOT on its right", None),
        ("NOT ⟦NOT⟧ AND b", "nothing for NOT on its right", None),
        ("firstName:⟦AND⟧ b", "in quotes it is a word", Some("\"AND\"")),
        ("⟦firstName:⟧", "`firstName` has no value", None),
        ("(⟦email:⟧)", "`email` has no value", None),
        ("⟦email:⟧: x", "`email` has no value", None),
        ("⟦:⟧x", "stands before the colon", None),
        ("email:⟦mailto:a@x.example⟧", "colon in it", Some("\"mailto:a@x.example\"")),
        ("firstName:⟦...⟧", "a letter or a digit", None),
        ("firstName:⟦\"👍\"⟧", "a letter or a digit", None),
        ("email:⟦*⟧", "an address", None),
        ("email:⟦\" \"⟧", "an address", None),
        ("organization:⟦\"*\"⟧", "the name of an organization", None),
        ("a ⟦*⟧", "a word", None),
        ("⟦\"\"⟧", "a word", None),
        ("emailDomain:⟦\"\"⟧", "a domain", None),
        ("emailDomain:⟦ines@x.example⟧", "after the @", Some("\"x.example\"")),
        ("emailDomain:⟦*.x.example⟧", "a whole domain", Some("\"x.example\"")),
        ("emailDomain:⟦\"a b\"⟧", "not a domain", None),
        ("emailDomain:⟦xn--é.example⟧", "not a domain", None),
        ("firstName:⟦*⟧ohn", "at the end of a word", None),
        ("jo⟦*⟧n*", "at the end of a word", None),
        ("email:*a⟦*⟧b*", "at the end of a word", None),
        ("firstName:⟦[a TO b]⟧", "`firstName` has no ranges", None),
        ("email:⟦{a⟧", "`email` has no ranges", None),
        ("a ⟦[2026-01-01 TO *]⟧", "behind createdAt: or modifiedAt:", Some("createdAt:[2026-01-01 TO *]")),
        ("a⟦]⟧ b", "closes no range", Some("")),
        ("createdAt:[⟦yesterday⟧ TO *]", "`yesterday` is not a date", None),
        ("createdAt:[* TO ⟦\"2023-02-29\"⟧]", "`2023-02-29` is not a date", None),
        ("😀 modifiedAt:[2026-01-01 ⟦to⟧ *]", "TO stands between", Some("TO")),
        ("createdAt:[2026-01-01⟦]⟧", "something is missing", None),
        ("createdAt:[⟦]⟧", "something is missing", None),
        ("createdAt:[* TO⟦]⟧", "something is missing", None),
        ("createdAt:[* TO * ⟦*⟧]", "should end here", None),
        ("createdAt:⟦[⟧* TO *", "range is never closed", None),
        ("createdAt:⟦{⟧2026-01-01", "range is never closed", None),
        (
            "createdAt:⟦2026-01-01⟧",
            "`createdAt` is compared with a range",
            Some("[2026-01-01T00:00:00Z TO 2026-01-01T23:59:59Z]"),
        ),
        (
            "updatedAt:⟦\"2026-01-01T10:00:00Z\"⟧ a",
            "`modifiedAt` is compared with a range",
            Some("[2026-01-01T10:00:00Z TO 2026-01-01T10:00:00Z]"),
        ),
        (
            "createdAt:(⟦2026-01-01T10:00:00+01:00⟧)",
            "compared with a range",
            Some("[2026-01-01T10:00:00+01:00 TO 2026-01-01T10:00:00+01:00]"),
        ),
        ("createdAt:⟦>2026-01-01⟧", "compared with a range", Some("{2026-01-01 TO *]")),
        ("createdAt:⟦>=2026-01-01⟧", "compared with a range", Some("[2026-01-01 TO *]")),
        ("createdAt:⟦<2026-01-01⟧", "compared with a range", Some("[* TO 2026-01-01}")),
        ("createdAt:⟦\"<=2026-01-01 10:00\"⟧", "compared with a range", Some("[* TO \"2026-01-01 10:00\"]")),
        ("createdAt:⟦*⟧", "compared with a range", Some("[* TO *]")),
        ("createdAt:⟦soon⟧", "`soon` is not a date", None),
        ("createdAt:[⟦-000001-01-01⟧ TO *]", "years 0 to 9999", Some("*")),
        ("⟦-⟧spam", "written NOT", Some("NOT ")),
        ("a ⟦!⟧email:b", "written NOT", Some("NOT ")),
        ("firstName:(a ⟦-⟧b)", "written NOT", Some("NOT ")),
        ("⟦+⟧a", "not needed", Some("")),
        ("a ⟦&&⟧ b", "written AND", Some(" AND ")),
        ("a⟦||⟧b", "written OR", Some(" OR ")),
        ("john⟦~2⟧", "not supported", Some("")),
        ("\"john\"⟦^0.5⟧", "not supported", Some("")),
        ("firstName:⟦jo?n⟧", "not supported", Some("\"jo?n\"")),
        ("⟦/jo/⟧", "regular expressions", Some("\"/jo/\"")),
        ("⟦a\\b⟧", "backslash", Some("\"a\\\\b\"")),
        ("⟦>5⟧", "written as ranges", Some("\">5\"")),
        ("firstName:⟦“⟧John“", "written straight", Some("\"")),
        ("firstName⟦：⟧太郎", "half width", Some(":")),
        ("a ⟦（⟧b OR c）", "half width", Some("(")),
        ("a ⟦\u{1b}⟧[x", "control character U+001B", Some("")),
        ("\"😀⟦\0⟧\"", "control character U+0000", Some("")),
    ] {
        let text: String = marked.chars().filter(|c| !matches!(c, '⟦' | '⟧')).collect();
        let mistake = parse(&text, &[]).expect_err(&text);
        assert_eq!(mark(&text, &mistake), marked, "{}", mistake.message);
        assert!(mistake.message.contains(said), "{marked}: {}", mistake.message);
        assert_eq!(mistake.suggestion.as_deref(), suggestion, "{marked}");
    }
}

#[test]
fn what_is_suggested_is_understood_there() {
    for text in [
        "fristName:x",
        "a)",
        "firstName:AND b",
        "email:mailto:a@x.example",
        "emailDomain:ines@x.example",
        "a [2026-01-01 TO *]",
        "modifiedAt:[2026-01-01 to *]",
        "createdAt:2026-01-01",
        "createdAt:\"<=2026-01-01 10:00\"",
        "createdAt:>2026-01-01T00:00:00Z",
        "createdAt:*",
        "a -b",
        "!email:b",
        "a && b",
        "a||b",
        "john~2",
        "jo?n",
        "a\\b",
        "a\u{1b}b",
    ] {
        let mistake = parse(text, &[]).expect_err(text);
        let mended = mend(text, &mistake).expect(text);
        assert!(parse(&mended, &[]).is_ok(), "{text} became {mended}: {:?}", parse(&mended, &[]));
    }
}

#[test]
fn the_addresses_that_are_asked_for_are_known_without_the_unwanted() {
    let query =
        parse("(email:\"John@A.com\" OR NOT email:b@x OR (firstName:c email:d* NOT (NOT email:e)))", &[]).unwrap();
    assert_eq!(query.emails(), ["john@a.com", "d", "e"]);
    assert_eq!(parse("john@a.com", &[]).unwrap().emails(), [""; 0]);
}

#[test]
fn a_query_is_printed_in_one_way() {
    for (text, printed) in [
        ("john", "\"john*\""),
        ("\"John  D\"", "\"john  d\""),
        ("NOT (firstname:a OR b) c", "NOT (firstName:\"a\" OR \"b*\") AND \"c*\""),
        ("a (b OR c) OR d", "\"a*\" AND (\"b*\" OR \"c*\") OR \"d*\""),
        ("updatedAt:{2026-01-01 TO *]", "modifiedAt:[2026-01-01T00:00:01Z TO *]"),
        ("organization:Acmé*", "organization:\"acme*\""),
        (r#"email:"a\"\\""#, r#"email:"a\"\\""#),
    ] {
        assert_eq!(parse(text, &[]).unwrap().to_string(), printed, "{text}");
    }
}

/// The text with the part at fault marked.
fn mark(text: &str, mistake: &Mistake) -> String {
    let characters: Vec<char> = text.chars().collect();
    let (before, rest) = characters.split_at(mistake.position);
    let (part, after) = rest.split_at(mistake.length);
    [before, &['⟦'], part, &['⟧'], after].concat().into_iter().collect()
}

/// The text with the suggestion in place of the part at fault.
fn mend(text: &str, mistake: &Mistake) -> Option<String> {
    let before: String = text.chars().take(mistake.position).collect();
    let after: String = text.chars().skip(mistake.position + mistake.length).collect();
    Some(format!("{before}{}{after}", mistake.suggestion.as_ref()?))
}

/// Values with everything that may be taken for something else.
fn value() -> impl Strategy<Value = String> {
    let quoted = |text: String| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    prop_oneof![
        "[a-zé@.]{1,8}\\*?",
        "[a-z*\"\\\\ ():ÀßİıŁ\u{301}\u{93f}가ｶﾞﬁ@.-]{1,8}".prop_map(quoted),
        "\\PC{1,8}".prop_map(quoted),
        ("\\PC{1,4}", "\\*{1,2}").prop_map(move |(text, stars)| quoted(text) + stars.as_str()),
    ]
}

fn condition() -> impl Strategy<Value = String> {
    let field = prop::sample::select(vec!["", "firstName:", "LASTNAME:", "email:", "organization:", "emailDomain: "]);
    let bound = prop_oneof![
        Just("*".to_owned()),
        (1950..2050, 1..13, 1..29).prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}")),
        (0..60, "(\\.[0-9]{1,9})?").prop_map(|(second, rest)| format!("2026-01-01T00:00:{second:02}{rest}Z")),
    ];
    let range = ("[\\[{]", bound.clone(), bound, "[\\]}]")
        .prop_map(|(open, from, to, close)| format!("createdAt:{open}{from} TO {to}{close}"));
    prop_oneof![4 => (field, value()).prop_map(|(field, value)| format!("{field}{value}")), 1 => range]
}

/// Texts of random trees. Conditions that are mistakes are left out, so that large trees are understood too; a group behind a field may
/// still refuse what was no mistake without it.
fn text_of_a_tree() -> impl Strategy<Value = String> {
    let condition = condition().prop_filter("a condition that is understood", |text| parse(text, &[]).is_ok());
    condition.prop_recursive(5, 24, 4, |inner| {
        let pair = (inner.clone(), inner.clone(), prop::sample::select(vec![" AND ", " OR ", " "]));
        prop_oneof![
            4 => pair.prop_map(|(left, right, by)| format!("{left}{by}{right}")),
            2 => inner.clone().prop_map(|part| format!("NOT {part}")),
            2 => inner.clone().prop_map(|part| format!("({part})")),
            1 => inner.prop_map(|part| format!("firstName:({part})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn a_query_is_read_back_as_it_is_printed(text in text_of_a_tree()) {
        if let Ok(query) = parse(&text, &[]) {
            prop_assert_eq!(parse_printed(&query.to_string(), &[]), Ok(query), "{}", text);
        }
    }

    #[test]
    fn any_text_is_a_query_or_a_mistake_inside_it(text in prop_oneof![
        any::<String>(),
        "([a-z\"():*\\[\\]{} ]|AND|OR|NOT|TO| |createdAt:|firstName:|2026-01-01|\\\\|😀){0,24}",
    ]) {
        match parse(&text, &[]) {
            Ok(query) => prop_assert_eq!(parse_printed(&query.to_string(), &[]), Ok(query), "{}", text),
            Err(mistake) => {
                prop_assert!(mistake.position + mistake.length <= text.chars().count(), "{}: {:?}", text, mistake);
                prop_assert!(!mistake.message.is_empty());
            }
        }
    }

    #[test]
    fn folding_for_search_twice_is_folding_once(text in any::<String>()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
        prop_assert_eq!(fold_line(&fold_line(&text)), fold_line(&text));
        prop_assert_eq!(words(&words(&text).join(" ")), words(&text));
    }

    #[test]
    fn whoever_has_a_name_is_found_by_it_and_by_its_beginnings(name in "[A-Za-zßÉéñ漢字ひらカナ한글अनिАбЯё '-]{1,12}", cut in any::<prop::sample::Index>()) {
        let found = words(&name);
        prop_assume!(!found.is_empty());
        let customer = Searchable {
            first_name: Some(&name),
            last_name: None,
            emails: Vec::new(),
            phones: Vec::new(),
            organization: None,
            properties: Vec::new(),
            created_at: Timestamp::from_micros(0),
            updated_at: Timestamp::from_micros(0),
        };
        let first: Vec<char> = found[0].chars().collect();
        let beginning: String = first[..=cut.index(first.len())].iter().collect();
        for text in [format!("firstName:\"{name}\""), format!("\"{name}\""), format!("firstName:{beginning}*"), beginning] {
            prop_assert!(matches(&parse(&text, &[]).unwrap(), &customer), "{}: {}", name, text);
        }
    }

    #[test]
    fn a_text_over_the_limit_is_refused_where_it_begins(extra in 1..50_usize) {
        let mistake = parse(&"é".repeat(TEXT_MAX + extra), &[]).unwrap_err();
        prop_assert_eq!((mistake.position, mistake.length), (TEXT_MAX, extra));
    }
}
