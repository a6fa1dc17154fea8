use cardfile::domain::email::EmailKey;
use proptest::prelude::*;

/// Texts that are often addresses: of letters and signs that an address may have, and some that it may not.
fn address() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,12}",
        "[äÖßéıİſKΣςḍ̇\u{345}\u{37e}\u{1fb3}\u{301}a-c]{1,6}",
        "\\PC{1,8}",
        "\"[a-z @]{1,6}\"",
    ];
    let domain = prop_oneof!["[a-zA-Z0-9-]{1,8}\\.(example|EXAMPLE)", "[a-zäöüßéΣ中]{1,6}\\.example", "\\PC{1,8}"];
    let space = prop::sample::select(vec!["", " ", "\t", "\u{3000}"]);
    (space.clone(), part, domain, space)
        .prop_map(|(before, part, domain, after)| format!("{before}{part}@{domain}{after}"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn the_key_of_a_key_is_itself(address in address()) {
        if let Some(key) = EmailKey::parse(&address) {
            prop_assert_eq!(EmailKey::parse(key.as_str()), Some(key.clone()), "{}", address);
            prop_assert!(key.as_str().trim() == key.as_str());
        }
    }

    #[test]
    fn letter_case_and_white_space_around_make_no_other_address(local in "[a-z0-9._+-]{1,12}", domain in "[a-z0-9]{1,8}(\\.[a-z0-9]{1,5}){1,2}") {
        let address = format!("{local}@{domain}");
        let key = EmailKey::parse(&address);
        prop_assert_eq!(&EmailKey::parse(&address.to_uppercase()), &key);
        prop_assert_eq!(&EmailKey::parse(&format!(" \t{address}\n")), &key);
        if let Some(key) = key {
            prop_assert_eq!(key.as_str(), address);
        }
    }

    #[test]
    fn any_text_is_an_address_or_not_and_does_no_harm(text in any::<String>()) {
        let _ = EmailKey::parse(&text);
    }

    #[test]
    fn one_text_in_two_compositions_is_one_address(local in "[aeoäéöḍṩ\u{301}\u{323}\u{308}\u{345}αάᾳΰ]{1,8}") {
        use unicode_normalization::UnicodeNormalization;
        let key = |local: String| EmailKey::parse(&format!("{local}@x.example"));
        prop_assert_eq!(key(local.nfc().collect()), key(local.nfd().collect()));
    }
}
