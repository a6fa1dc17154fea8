//! Email addresses, and the one form under which two of them are the same address.

use email_address::{EmailAddress, Options};

use super::text;

/// The key of an email address: trimmed, case-folded, its domain in ASCII form (IDNA). Equal keys are one address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EmailKey(String);

impl EmailKey {
    /// Reads an address (RFC 5321, internationalised by RFC 6531); `None` when it is malformed.
    pub fn parse(address: &str) -> Option<Self> {
        let (local, domain) = address.trim().rsplit_once('@')?;
        let domain = domain_key(domain)?;
        let local = text::fold(local);
        let key = [&*local, &*domain].join("@");
        let options = Options::default().without_display_text();
        if local.is_ascii() {
            EmailAddress::parse_with_options(&key, options).ok()?;
        } else {
            // The crate knows the grammar of ASCII; letters and marks of other scripts stand where a letter may stand.
            let shape: String =
                local.chars().map(|c| if c.is_ascii() || c.is_whitespace() { c } else { 'a' }).collect();
            EmailAddress::parse_with_options(&format!("{shape}@{domain}"), options).ok()?;
        }
        Some(Self(key))
    }

    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key's text, to keep.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// The domain of an address, as typed: what stands after its last `@`.
pub fn domain_of(address: &str) -> Option<&str> {
    address.trim().rsplit_once('@').map(|(_, domain)| domain)
}

/// The form under which two domains are the same: in lower case and in ASCII (IDNA, UTS 46); an address literal such as `[192.0.2.1]` in
/// lower case. `None` when an international domain is malformed.
pub fn domain_key(domain: &str) -> Option<String> {
    if is_plain(domain) {
        return Some(domain.to_ascii_lowercase());
    }
    idna::domain_to_ascii(domain).ok()
}

/// The spellings of an address: as typed, or, where its domain is international, with the domain in Unicode and with it in ASCII.
pub fn spellings(address: &str) -> Vec<String> {
    let address = address.trim();
    let Some((local, domain)) = address.rsplit_once('@').filter(|(_, domain)| !is_plain(domain)) else {
        return vec![address.to_owned()];
    };
    let readable = match idna::domain_to_unicode(domain) {
        (readable, Ok(())) => readable,
        (_, Err(_)) => domain.to_owned(),
    };
    let ascii = domain_key(domain);
    let spelled = |domain: &str| [local, domain].join("@");
    [Some(spelled(&readable)), ascii.map(|ascii| spelled(&ascii))].into_iter().flatten().collect()
}

/// Whether a domain has one spelling only.
fn is_plain(domain: &str) -> bool {
    let is_plain =
        |label: &str| label.is_ascii() && !label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--"));
    domain.starts_with('[') || domain.split('.').all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_in_two_spellings_has_one_key() {
        for (left, right) in [
            ("Ines@Northwind.example", " ines@northwind.EXAMPLE "),
            ("a@bücher.example", "a@xn--bcher-kva.example"),
            ("ÉLODIE@x.example", "e\u{301}lodie@x.example"),
            ("संपर्क@डाटामेल.भारत", "संपर्क@xn--c2bd4bq1db8d.xn--h2brj9c"),
        ] {
            assert_eq!(EmailKey::parse(left), EmailKey::parse(right), "{left}");
            assert!(EmailKey::parse(left).is_some(), "{left}");
        }
    }

    #[test]
    fn what_is_not_an_address_has_no_key() {
        for wrong in [
            "",
            "ines",
            "ines@",
            "@x.example",
            "a b@x.example",
            "a@b@c",
            "Ines <i@x.example>",
            "i@x\0.example",
            "i@-.example",
            "i\u{3000}j@x.example",
        ] {
            assert_eq!(EmailKey::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn an_international_domain_has_two_spellings() {
        for typed in ["Ä@Bücher.example", " Ä@XN--bcher-kva.example "] {
            assert_eq!(spellings(typed), ["Ä@bücher.example", "Ä@xn--bcher-kva.example"], "{typed}");
            assert_eq!(domain_key(domain_of(typed).unwrap()).as_deref(), Some("xn--bcher-kva.example"), "{typed}");
        }
        assert_eq!(spellings(" Ä@X.example"), ["Ä@X.example"]);
        assert_eq!(spellings("ä"), ["ä"]);
        assert_eq!(domain_of("a@b@c.example "), Some("c.example"));
    }
}
