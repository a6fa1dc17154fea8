//! What stands behind the question mark of an address.

/// The value of a parameter, the first where it is given more than once.
pub(super) fn get(query: Option<&str>, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    pairs.find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
}
