//! Organizations that customers belong to.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use super::entry;
use super::problem::{Problems, Rule};
use super::property_value::{self, PropertyValues};
use super::text;

/// The most characters of an organization's name.
pub const NAME_MAX: usize = 60;
/// The most domains of an organization.
pub const DOMAINS_MAX: usize = 50;
/// The most phone numbers of an organization.
pub const PHONES_MAX: usize = 50;
/// The most characters of a phone number.
pub const PHONE_MAX: usize = 500;
/// The optional texts of an organization by their names on the wire, each with its most characters.
pub const TEXTS: [(&str, usize); 5] =
    [("website", 200), ("description", 500), ("location", 60), ("note", 500), ("logoUrl", 200)];

/// An organization; its name is unique in the company, letter case ignored, and so is each of its domains.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// The name as typed, without white space around it.
    pub name: String,
    /// Its optional texts, in the order of [`TEXTS`].
    #[serde(flatten)]
    pub texts: Texts,
    /// Its domains, each as [`domain`] gives it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<String>,
    /// Its phone numbers as typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// Its color, `#RRGGBB`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand_color: Option<String>,
    /// Its property values, which are kept beside the document.
    #[serde(skip)]
    pub properties: PropertyValues,
}

/// The optional texts of an organization.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Map<String, Value>", from = "Map<String, Value>")]
pub struct Texts(pub [Option<String>; TEXTS.len()]);

/// An organization as somebody sends it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrganizationInput {
    /// The name.
    pub name: Option<String>,
    /// The optional texts, in the order of [`TEXTS`].
    pub texts: [Option<String>; TEXTS.len()],
    /// The domains, each with its path in the request.
    pub domains: Vec<(String, String)>,
    /// The phone numbers.
    pub phones: Vec<String>,
    /// The color.
    pub brand_color: Option<String>,
}

/// An organization that meets every rule that needs nothing but the request.
#[derive(Clone, Debug, Default)]
pub struct ValidOrganization {
    /// The organization.
    pub organization: Organization,
    /// Where in the request each of its domains stands.
    pub domain_paths: Vec<String>,
}

impl Organization {
    /// An organization of which no more than the name is known.
    pub fn named(name: &str) -> Self {
        Self { name: name.trim().to_owned(), ..Self::default() }
    }

    /// Everything of the organization as one flat object, for the log.
    pub fn flat(&self) -> Map<String, Value> {
        let mut flat = match serde_json::to_value(self) {
            Ok(Value::Object(fields)) => fields,
            // Texts and lists of them: writing them to memory has no way to fail.
            _ => Map::new(),
        };
        if let Some(values) = property_value::flat(&self.properties) {
            flat.insert("properties".into(), serde_json::from_str(&values).unwrap_or_default());
        }
        flat
    }
}

impl From<Texts> for Map<String, Value> {
    fn from(texts: Texts) -> Self {
        let named = TEXTS.iter().zip(texts.0);
        named.filter_map(|((name, _), text)| Some(((*name).to_owned(), text?.into()))).collect()
    }
}

impl From<Map<String, Value>> for Texts {
    fn from(fields: Map<String, Value>) -> Self {
        Self(TEXTS.map(|(name, _)| fields.get(name).and_then(Value::as_str).map(ToOwned::to_owned)))
    }
}

impl OrganizationInput {
    /// Checks everything, noting each problem; what comes back is only of use when there is none.
    pub fn check(self, problems: &mut Problems) -> ValidOrganization {
        let mut valid = ValidOrganization {
            organization: Organization::named(&self.name.unwrap_or_default()),
            ..Default::default()
        };
        let organization = &mut valid.organization;
        if organization.name.is_empty() {
            problems.missing("name", Rule::NotEmpty);
        } else {
            text::check(&organization.name, 1, NAME_MAX, "name", problems);
        }
        for (at, given) in self.texts.into_iter().enumerate() {
            organization.texts.0[at] = check_text(at, given, problems);
        }
        organization.brand_color = self.brand_color.filter(|color| !color.trim().is_empty());
        if let Some(color) = organization.brand_color.as_deref().filter(|color| !is_color(color)) {
            problems.add("brandColor", Rule::Pattern("must be a color written #RRGGBB, such as #1292EE"), color);
        }
        organization.phones = check_phones(self.phones, problems);
        check_domains(self.domains, &mut valid, problems);
        valid
    }
}

/// The form under which two names are the same organization: trimmed and folded.
pub fn name_key(name: &str) -> String {
    text::fold(name.trim())
}

/// A domain name in lower case and in ASCII (IDNA, UTS 46), of two labels or more; none for what is no domain name (RFC 1123).
pub fn domain(given: &str) -> Option<String> {
    let given = given.trim();
    let ascii = idna::domain_to_ascii(given.strip_suffix('.').unwrap_or(given)).ok()?;
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let (_, top) = ascii.rsplit_once('.')?;
    // A last label of digits makes it an address such as 192.0.2.1.
    let is_name =
        ascii.len() <= 253 && ascii.split('.').all(is_label) && !top.bytes().all(|byte| byte.is_ascii_digit());
    is_name.then_some(ascii)
}

fn check_text(at: usize, given: Option<String>, problems: &mut Problems) -> Option<String> {
    let (name, max) = TEXTS[at];
    let given = given.filter(|given| !given.trim().is_empty())?;
    let before = problems.0.len();
    text::check(&given, 1, max, name, problems);
    let rule = match name {
        "website" if !entry::is_website(&given) => "must be an http or https URL; the scheme may be left out",
        "logoUrl" if !is_web_address(&given) => "must be an absolute http or https URL",
        _ => return Some(given),
    };
    if problems.0.len() == before {
        problems.add(name, Rule::Url(rule), &given);
    }
    Some(given)
}

fn check_phones(given: Vec<String>, problems: &mut Problems) -> Vec<String> {
    if given.len() > PHONES_MAX {
        problems.add("phones", Rule::TooMany(PHONES_MAX), &given.len().to_string());
    }
    for (at, phone) in given.iter().enumerate().take(PHONES_MAX) {
        text::check(phone, 0, PHONE_MAX, format_args!("phones[{at}]"), problems);
    }
    given.into_iter().filter(|phone| !phone.trim().is_empty()).collect()
}

fn check_domains(given: Vec<(String, String)>, valid: &mut ValidOrganization, problems: &mut Problems) {
    for (path, given) in given {
        match domain(&given) {
            Some(domain) if valid.organization.domains.contains(&domain) => {}
            Some(domain) => {
                valid.organization.domains.push(domain);
                valid.domain_paths.push(path);
            }
            None => problems.add(path, Rule::Pattern("must be a domain name, such as northwind.example"), &given),
        }
    }
    let count = valid.organization.domains.len();
    if count > DOMAINS_MAX {
        problems.add("domains", Rule::TooMany(DOMAINS_MAX), &count.to_string());
    }
}

fn is_color(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_web_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_domain_in_two_spellings_is_one_domain() {
        for (left, right) in [
            ("Northwind.Example", " northwind.example. "),
            ("bücher.example", "XN--BCHER-KVA.example"),
            ("डाटामेल.भारत", "xn--c2bd4bq1db8d.xn--h2brj9c"),
        ] {
            assert!(domain(left).is_some(), "{left}");
            assert_eq!(domain(left), domain(right), "{left}");
        }
    }

    #[test]
    fn what_is_no_domain_name_is_refused() {
        let long = format!("{}.example", "a".repeat(64));
        for wrong in [
            "",
            ".",
            "northwind",
            "a..example",
            "-a.example",
            "a-.example",
            "a_b.example",
            "a b.example",
            "192.0.2.1",
            "[::1]",
            "https://northwind.example",
            "a@b.example",
            "northwind.example/x",
            "a.example:80",
            "a\0.example",
            "*.example",
            &long,
        ] {
            assert_eq!(domain(wrong), None, "{wrong:?}");
        }
        assert!(domain(&format!("{}.example", "a".repeat(63))).is_some());
        let name = |first: usize| format!("{}.{}", "a".repeat(first), ["b"; 123].join("."));
        assert_eq!((name(8).len(), domain(&name(8)).is_some()), (254, false));
        assert_eq!((name(7).len(), domain(&name(7)).is_some()), (253, true));
    }

    #[test]
    fn an_organization_is_read_as_it_was_written() {
        let mut organization = Organization::named(" Northwind ");
        assert_eq!(serde_json::to_string(&organization).unwrap(), r#"{"name":"Northwind"}"#);
        organization.texts.0 = TEXTS.map(|(name, _)| Some(name.to_owned()));
        organization.domains = vec!["northwind.example".into()];
        organization.brand_color = Some("#1292EE".into());
        let text = serde_json::to_string(&organization).unwrap();
        assert!(text.contains(r##""logoUrl":"logoUrl""##) && text.contains(r##""brandColor":"#1292EE""##), "{text}");
        assert_eq!(serde_json::from_str::<Organization>(&text).unwrap(), organization);
    }
}
