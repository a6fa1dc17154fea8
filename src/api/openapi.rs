//! The OpenAPI 3.1 document: what all operations share, and the operations of entries, which are the same for every kind.

mod headers;
mod links;
mod manners;

use utoipa::openapi::path::{OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{
    AuthorizationCode, ClientCredentials, Flow, HttpAuthScheme, HttpBuilder, OAuth2, Scopes, SecurityScheme,
};
use utoipa::openapi::{
    ComponentsBuilder, Content, HeaderBuilder, HttpMethod, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required,
    ResponseBuilder, SecurityRequirement, Server,
};

pub use headers::describe as describe_headers;
pub use links::describe as describe_links;
pub use manners::describe as describe_manners;

use super::{metadata, schemas};
use crate::domain::entry::EntryKind;

const HAL: &str = "application/hal+json";
const JSON: &str = "application/json";

const ABOUT: &str = "A customer directory that speaks the customers part of the Help Scout Mailbox API 2.0. Independent of Help Scout.\n\n\
    Fields and query parameters that are not known are ignored, and a query parameter that is empty is as good as left out; of one that \
    comes twice the last counts. Where a body is application/json, application/hal+json is read as well. A path that leads nowhere is a 404, \
    and a method that a path does not have a 405 with Allow. A slash at the end of a path means nothing.";

/// The document without its operations.
pub fn document() -> OpenApi {
    let components = ComponentsBuilder::new()
        .schemas_from_iter(schemas::all())
        .response_from::<schemas::BadRequest>()
        .response_from::<schemas::Unauthorized>()
        .response_from::<schemas::Forbidden>()
        .response_from::<schemas::NotFound>()
        .response_from::<schemas::Conflict>()
        .response_from::<schemas::TooLarge>()
        .response_from::<schemas::MediaType>()
        .security_scheme("bearer", SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()))
        .security_scheme(
            "oauth2",
            SecurityScheme::OAuth2(OAuth2::new([
                Flow::ClientCredentials(ClientCredentials::new("/v2/oauth2/token", Scopes::new())),
                Flow::AuthorizationCode(AuthorizationCode::with_refresh_url(
                    metadata::AUTHORIZE,
                    "/v2/oauth2/token",
                    Scopes::new(),
                    "/v2/oauth2/token",
                )),
            ])),
        );
    let info = InfoBuilder::new().title("Cardfile").version(env!("CARGO_PKG_VERSION")).description(Some(ABOUT));
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([Server::new("/")]))
        .components(Some(components.build()))
        .security(Some([SecurityRequirement::new("bearer", [""; 0]), SecurityRequirement::new("oauth2", [""; 0])]))
        .build()
}

/// The document as text.
pub fn json(document: &OpenApi) -> String {
    // Names and numbers: writing them to memory has no way to fail.
    document.to_pretty_json().unwrap_or_default()
}

/// Adds the operations on entries of one kind, at the path of the list and the path of one entry.
pub fn describe_entries(document: &mut OpenApi, kind: EntryKind, list: &str, one: &str) {
    let (noun, name) = (kind.rules().noun, schemas::entry_name(kind));
    let plural = format!("{noun}s");
    let on_list = |summary: String, id: String| operation(&plural, summary, id).parameter(identifier("customerId"));
    let on_one = |summary: String, id: String| on_list(summary, id).parameter(identifier("entryId"));
    let body = || {
        let content = Content::new(Some(schemas::reference(&schemas::sent::entry_body_name(kind))));
        Some(RequestBodyBuilder::new().content(JSON, content).required(Some(Required::True)).build())
    };
    let answer = |schema: RefOr<_>, description: &str| {
        ResponseBuilder::new().description(description).content(HAL, Content::new(Some(schema)))
    };
    let done = || ResponseBuilder::new().description("Done");
    let id = HeaderBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::Integer)));
    let id = id.description(Some(format!("The id of the {noun}"))).build();
    let text = || HeaderBuilder::new().schema(Some(ObjectBuilder::new().schema_type(Type::String))).build();

    let listed = on_list(format!("List a customer's {plural}."), format!("list{name}s"))
        .response("200", answer(RefOr::T(schemas::entry_list(kind).into()), "All of them"));
    let made = refusals_of_body(on_list(format!("Add {} to a customer.", with_article(noun)), format!("create{name}")))
        .request_body(body())
        .response(
            "201",
            ResponseBuilder::new().description("Made").header("Resource-ID", id).header("Location", text()),
        );
    let read = on_one(format!("Read {}.", with_article(noun)), format!("get{name}"))
        .response("200", answer(schemas::reference(&name), &format!("The {noun}")).header("ETag", text()));
    let replaced = refusals_of_body(on_one(format!("Replace {}.", with_article(noun)), format!("update{name}")))
        .request_body(body())
        .response("204", done());
    let removed = on_one(format!("Remove {}.", with_article(noun)), format!("delete{name}")).response("204", done());

    let paths = &mut document.paths;
    paths.add_path_operation(list, vec![HttpMethod::Get], listed.build());
    paths.add_path_operation(list, vec![HttpMethod::Post], made.build());
    paths.add_path_operation(one, vec![HttpMethod::Get], read.build());
    paths.add_path_operation(one, vec![HttpMethod::Put], replaced.build());
    paths.add_path_operation(one, vec![HttpMethod::Delete], removed.build());
}

/// `an email`, `a phone`.
pub fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// Adds the operation on a list that has nothing, and would have so many items a page.
pub fn describe_empty_list(document: &mut OpenApi, name: &str, path: &str, size: i64) {
    let mut id = name.to_owned();
    id[..1].make_ascii_uppercase();
    let page = ResponseBuilder::new()
        .description("An empty page")
        .content(HAL, Content::new(Some(schemas::reference("EmptyPage"))));
    let number = |name: &str, max: Option<i64>, description: &str| {
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Query)
            .description(Some(description))
            .schema(Some(ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(max)))
    };
    let listed = OperationBuilder::new()
        .tag("Empty lists")
        .summary(Some(format!("List {name}, of which there are none.")))
        .operation_id(Some(format!("list{id}")))
        .parameter(number("page", None, "From 1"))
        .parameter(number("pageSize", Some(200), &format!("Items a page, {size} by default")))
        .response("200", page)
        .response("400", Ref::from_response_name("BadRequest"))
        .response("401", Ref::from_response_name("Unauthorized"));
    document.paths.add_path_operation(path, vec![HttpMethod::Get], listed.build());
}

fn operation(tag: &str, summary: String, id: String) -> OperationBuilder {
    let mut tag = tag.to_owned();
    tag[..1].make_ascii_uppercase();
    OperationBuilder::new()
        .tag(tag)
        .summary(Some(summary))
        .operation_id(Some(id))
        .response("401", Ref::from_response_name("Unauthorized"))
        .response("404", Ref::from_response_name("NotFound"))
}

fn refusals_of_body(operation: OperationBuilder) -> OperationBuilder {
    let refusals = [("400", "BadRequest"), ("409", "Conflict"), ("413", "TooLarge"), ("415", "MediaType")];
    refusals
        .into_iter()
        .fold(operation, |operation, (status, name)| operation.response(status, Ref::from_response_name(name)))
}

fn identifier(name: &str) -> ParameterBuilder {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .schema(Some(ObjectBuilder::new().schema_type(Type::Integer)))
}
