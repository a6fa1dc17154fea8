//! What operations have in common without saying so: headers of requests, answers that go with them, and the second form of refusals. One
//! pass over the document adds them, by method, path and what the operation says of itself. Headers of answers are added by another.

use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ArrayBuilder, Components, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder};

use crate::api::once::KEY_MAX;
use crate::api::parameters::PAGE_MAX;
use crate::domain::id::MAX_ID;
use crate::domain::problem::REJECTED_MAX;

const ENVELOPE: &str = "application/vnd.error+json";
const DETAILS: &str = "application/problem+json";

/// Adds it to every operation.
pub fn describe(document: &mut OpenApi) {
    add_components(document.components.get_or_insert_with(Components::new));
    for (path, item) in &mut document.paths.paths {
        let PathItem { get, put, post, delete, patch, .. } = item;
        for operation in [&mut *get, &mut *put, &mut *post, &mut *delete, &mut *patch].into_iter().flatten() {
            close_security(operation);
            describe_parameters(operation);
            ask(operation, "CorrelationId");
            if operation.request_body.is_some() {
                answer(operation, "408", "TooSlow");
                answer(operation, "503", "Unavailable");
            }
        }
        if let Some(read) = get.as_mut().filter(|read| has_tag(read)) {
            ask(read, "IfNoneMatch");
            answer(read, "304", "NotModified");
            ask(read, "IfMatch");
            answer(read, "412", "PreconditionFailed");
        }
        if let Some(create) = post.as_mut().filter(|create| needs_token(create)) {
            ask(create, "IdempotencyKey");
            answer(create, "400", "BadRequest");
            answer(create, "409", "Conflict");
            answer(create, "422", "KeyReused");
        }
        let bodies =
            [&mut *put, &mut *post, &mut *patch].into_iter().flatten().filter_map(|one| one.request_body.as_mut());
        for body in bodies {
            if let RefOr::T(body) = body {
                body.required = Some(Required::True);
            }
        }
        for operation in [get, put, post, delete, patch].into_iter().flatten().filter(|one| needs_token(one)) {
            answer(operation, "403", "Forbidden");
            answer(operation, "429", "TooManyRequests");
            answer(operation, "503", "Unavailable");
            if operation.request_body.is_some() {
                ask(operation, "Prefer");
            }
        }
        if path.contains('{') {
            let PathItem { put, post, delete, patch, .. } = item;
            for write in [put, post, delete, patch].into_iter().flatten() {
                ask(write, "IfMatch");
                answer(write, "400", "BadRequest");
                answer(write, "412", "PreconditionFailed");
            }
        }
    }
}

/// Says of an operation that it takes no token. A list with one empty alternative would say that a token may be sent.
fn close_security(operation: &mut Operation) {
    if operation.security.is_some() {
        operation.security = Some(Vec::new());
    }
}

/// A query parameter that is empty is as good as left out; a page and an id in a path lie in a range.
fn describe_parameters(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(parameter) = parameter else { continue };
        let is_in_path = parameter.parameter_in == ParameterIn::Path;
        if !is_in_path {
            parameter.extensions.get_or_insert_default().insert("allowEmptyValue".to_owned(), true.into());
        }
        if let Some(RefOr::T(Schema::Object(schema))) = &mut parameter.schema
            && (parameter.name == "page" || is_in_path && schema.schema_type == Type::Integer.into())
        {
            let max = if is_in_path { MAX_ID } else { PAGE_MAX };
            (schema.minimum, schema.maximum) = (Some(1.into()), Some(max.into()));
        }
    }
}

fn needs_token(operation: &Operation) -> bool {
    operation.security.is_none()
}

fn has_tag(operation: &Operation) -> bool {
    matches!(operation.responses.responses.get("200"), Some(RefOr::T(found)) if found.headers.contains_key("ETag"))
}

fn ask(operation: &mut Operation, parameter: &str) {
    let reference = Ref::new(format!("#/components/parameters/{parameter}"));
    operation.parameters.get_or_insert_default().push(RefOr::Ref(reference));
}

fn answer(operation: &mut Operation, status: &str, response: &str) {
    let responses = &mut operation.responses.responses;
    responses.entry(status.to_owned()).or_insert_with(|| RefOr::Ref(Ref::from_response_name(response)));
}

fn add_components(components: &mut Components) {
    let parameters = [
        (
            "CorrelationId",
            "Correlation-Id",
            text(),
            "Names the request in its answer and in the server's log; one of more than 128 characters, or not of printable ASCII, is \
             replaced",
        ),
        (
            "IdempotencyKey",
            "Idempotency-Key",
            text().min_length(Some(1)).max_length(Some(KEY_MAX)).pattern(Some("^[!-~]([ -~]*[!-~])?$")),
            "The request is done once for this key, however often it is sent within a day",
        ),
        (
            "IfMatch",
            "If-Match",
            text().format(Some(SchemaFormat::Custom("entity-tags".into()))),
            "Answered, and changed, only while one of these entity tags is current; * for any; otherwise 412",
        ),
        (
            "IfNoneMatch",
            "If-None-Match",
            text(),
            "The answer is 304 while one of these entity tags is current; * for any",
        ),
        (
            "Prefer",
            "Prefer",
            text(),
            "handling=strict refuses what would be ignored in the body: unknown and read-only fields, empty entries (RFC 7240)",
        ),
    ];
    for (name, header, schema, description) in parameters {
        let parameter =
            ParameterBuilder::new().name(header).parameter_in(ParameterIn::Header).required(Required::False);
        let parameter = parameter.description(Some(description)).schema(Some(schema)).build();
        components.parameters.insert(name.to_owned(), parameter.into());
    }
    let refusals = [
        ("PreconditionFailed", refusal("The record is not in the state that If-Match names")),
        ("KeyReused", refusal("Another request was sent with this Idempotency-Key")),
        ("TooManyRequests", refusal("The company has no requests left in this minute")),
        ("TooSlow", refusal("The body did not arrive whole in time")),
        (
            "Unavailable",
            refusal("The database cannot be used right now; the message says whether anything was changed"),
        ),
    ];
    let unchanged = ResponseBuilder::new().description("What If-None-Match names is current");
    components.responses.insert("NotModified".to_owned(), unchanged.build().into());
    components.responses.extend(refusals.map(|(name, refusal)| (name.to_owned(), refusal.build().into())));
    components.schemas.insert("ProblemDetails".to_owned(), details().build().into());
    components.responses.values_mut().for_each(add_second_form);
}

/// Every refusal may be asked for as problem details.
fn add_second_form(response: &mut RefOr<Response>) {
    if let RefOr::T(refusal) = response
        && !refusal.content.is_empty()
    {
        let details = Content::new(Some(Ref::from_schema_name("ProblemDetails")));
        refusal.content.insert(DETAILS.to_owned(), details.into());
    }
}

fn refusal(description: &str) -> ResponseBuilder {
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new().description(description).content(ENVELOPE, content)
}

fn details() -> ObjectBuilder {
    let uri = || text().format(Some(SchemaFormat::Custom("uri-reference".to_owned())));
    let error = ObjectBuilder::new()
        .schema_type(Type::Object)
        .property("pointer", text().description(Some("Where in the body (RFC 6901, as a fragment)")))
        .property("parameter", text().description(Some("The query parameter at fault")))
        .property("header", text().description(Some("The header at fault")))
        .property("path", text().description(Some("As in the other form")))
        .property("detail", text().description(Some("The rule, with its limit")))
        .property("rejectedValue", text().max_length(Some(REJECTED_MAX)))
        .property("type", uri().description(Some("What the rule means")))
        .property("holder", uri().description(Some("Who has what is taken")))
        .required("path")
        .required("detail")
        .required("type");
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("A refusal, to whoever accepts application/problem+json (RFC 9457)"))
        .property("type", uri())
        .property("title", text())
        .property("status", integer())
        .property("detail", text())
        .property("instance", uri())
        .property("errors", ArrayBuilder::new().items(error))
        .required("type")
        .required("title")
        .required("status")
        .required("detail")
        .required("instance")
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn integer() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Integer)
}
