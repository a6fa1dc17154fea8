//! The headers of answers: what they are, and which answers have them. One pass over the document, after all operations are there.

use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::schema::{Components, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{Header, HeaderBuilder, OpenApi, Ref, RefOr, Response};

/// Headers by their names, and what each says.
const TEXTS: [(&str, &str); 7] = [
    ("Cache-Control", "no-store: nobody keeps a secret"),
    ("Correlation-Id", "Names the request: its own Correlation-Id, or one that is made"),
    ("ETag", "Stands for the record as it is, for If-Match and If-None-Match (RFC 9110)"),
    ("Idempotent-Replayed", "true where the answer was given before to a request with this Idempotency-Key"),
    ("Location", "The absolute URL of what was made"),
    ("Preference-Applied", "handling=strict where the request preferred it and its body was read so (RFC 7240)"),
    ("WWW-Authenticate", "How to say who is asking: Bearer, or Basic where tokens are asked for"),
];
/// The same of those that are numbers.
const NUMBERS: [(&str, &str); 4] = [
    ("Retry-After", "In how many seconds to ask again"),
    ("X-RateLimit-Limit-Minute", "How many requests the company has in a minute; only where there is a limit"),
    ("X-RateLimit-Remaining-Minute", "How many of them are left in this minute; only where there is a limit"),
    ("X-RateLimit-Retry-After", "In how many seconds to ask again"),
];
/// Headers that handlers name themselves; what they are is told here, once for all.
const NAMED_BY_HANDLERS: [&str; 2] = ["ETag", "Location"];

/// Adds them to every answer.
pub fn describe(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        let PathItem { get, put, post, delete, patch, .. } = item;
        [get, put, post, delete, patch].into_iter().flatten().for_each(describe_operation);
    }
    let components = document.components.get_or_insert_with(Components::new);
    for (name, response) in &mut components.responses {
        let RefOr::T(response) = response else { continue };
        let further: &[&str] = match &**name {
            "BadRequest" | "NotFound" | "PreconditionFailed" => &["Preference-Applied"],
            "Conflict" => &["Preference-Applied", "Retry-After"],
            "NotModified" => &["ETag"],
            "TooManyRequests" => &["Retry-After", "X-RateLimit-Retry-After"],
            "Unauthorized" => &["WWW-Authenticate"],
            "Unavailable" => &["Preference-Applied", "Retry-After"],
            _ => &[],
        };
        refer(response, further);
        // Whose token is not accepted is of no company, and has no limit.
        describe_response(response, name != "Unauthorized");
    }
    let texts = TEXTS.map(|(name, meaning)| (name, Type::String, meaning));
    let numbers = NUMBERS.map(|(name, meaning)| (name, Type::Integer, meaning));
    for (name, kind, meaning) in texts.into_iter().chain(numbers) {
        components.headers.insert(name.to_owned(), header(name, kind, meaning).into());
    }
}

fn describe_operation(operation: &mut Operation) {
    let needs_token = operation.security.is_none();
    let reads_body = operation.request_body.is_some();
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        if needs_token && reads_body {
            refer(response, &["Preference-Applied"]);
        }
        if status == "201" {
            refer(response, &["Idempotent-Replayed"]);
        }
        if status == "401" {
            refer(response, &["WWW-Authenticate"]);
        }
        if status == "503" {
            refer(response, &["Retry-After"]);
        }
        if !needs_token && reads_body && !response.content.is_empty() {
            refer(response, &["Cache-Control"]);
        }
        describe_response(response, needs_token);
    }
}

/// What every answer has, and what every answer to a token.
fn describe_response(response: &mut Response, needs_token: bool) {
    let named: Vec<&str> = NAMED_BY_HANDLERS.into_iter().filter(|name| response.headers.contains_key(*name)).collect();
    refer(response, &named);
    refer(response, &["Correlation-Id"]);
    if needs_token {
        refer(response, &["X-RateLimit-Limit-Minute", "X-RateLimit-Remaining-Minute"]);
    }
}

fn refer(response: &mut Response, names: &[&str]) {
    for name in names {
        let reference = RefOr::Ref(Ref::new(format!("#/components/headers/{name}")));
        response.headers.insert((*name).to_owned(), reference);
    }
}

fn header(name: &str, kind: Type, meaning: &str) -> Header {
    let format = (name == "Location").then(|| SchemaFormat::Custom("uri".to_owned()));
    let schema = ObjectBuilder::new().schema_type(kind).format(format);
    HeaderBuilder::new().schema(Some(schema)).description(Some(meaning)).build()
}
