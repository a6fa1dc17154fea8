//! The shapes of the calls of OAuth.

use utoipa::openapi::schema::OneOfBuilder;

use super::*;

schema!(/** Parameters for a token. */ TokenBody, OneOfBuilder::new()
    .item(reference("ClientGrant")).item(reference("CodeGrant")).item(reference("RefreshGrant")));
schema!(/** A token for the app itself. */ ClientGrant, grant("client_credentials"));
schema!(/** A token for the user who agreed. */ CodeGrant, grant("authorization_code")
    .property("code", given())
    .property("redirect_uri", string().description(Some("The one that the code was asked for with, if there was one")))
    .property("code_verifier", string().description(Some("For a code with a code_challenge (RFC 7636)")))
    .required("code"));
schema!(/** The next token. */ RefreshGrant, grant("refresh_token").property("refresh_token", given()).required("refresh_token"));
schema!(/** A token. */ Token, object()
    .property("token_type", string().enum_values(Some(["bearer"]))).property("access_token", string()).property("expires_in", integer().description(Some("In how many seconds")))
    .property("refresh_token", string().description(Some("Not with client_credentials")))
    .required("token_type").required("access_token").required("expires_in"));
schema!(/** A token that is given back or asked about. */ ShownToken, client(object()
    .property("token", given().description(Some("An access token or a refresh token")))
    .property("token_type_hint", string().description(Some("access_token or refresh_token; not needed")))
    .required("token")));
schema!(/** What a token is good for (RFC 7662). */ Introspection, object()
    .property("active", ObjectBuilder::new().schema_type(Type::Boolean))
    .property("client_id", string()).property("sub", string().description(Some("The user's id")))
    .property("token_type", string().enum_values(Some(["bearer"])).description(Some("Only of an access token")))
    .property("iat", integer().description(Some("Seconds since 1970"))).property("exp", integer().description(Some("Seconds since 1970")))
    .required("active"));
schema!(/** The metadata of the authorization server (RFC 8414). */ Metadata, metadata());

/// Every schema here by its name.
pub fn all() -> [(String, RefOr<Schema>); 8] {
    [
        named::<TokenBody>(),
        named::<ClientGrant>(),
        named::<CodeGrant>(),
        named::<RefreshGrant>(),
        named::<Token>(),
        named::<ShownToken>(),
        named::<Introspection>(),
        named::<Metadata>(),
    ]
}

fn grant(grant_type: &str) -> ObjectBuilder {
    client(object().property("grant_type", string().enum_values(Some([grant_type]))).required("grant_type"))
}

fn given() -> ObjectBuilder {
    string().min_length(Some(1))
}

fn client(body: ObjectBuilder) -> ObjectBuilder {
    body.property("client_id", given())
        .property("client_secret", given())
        .required("client_id")
        .required("client_secret")
}

fn metadata() -> ObjectBuilder {
    let urls = [
        "issuer",
        "authorization_endpoint",
        "token_endpoint",
        "revocation_endpoint",
        "introspection_endpoint",
        "service_documentation",
    ];
    let lists = [
        "token_endpoint_auth_methods_supported",
        "revocation_endpoint_auth_methods_supported",
        "introspection_endpoint_auth_methods_supported",
        "response_types_supported",
        "grant_types_supported",
        "code_challenge_methods_supported",
    ];
    let body = urls.into_iter().fold(object(), |body, name| body.property(name, string()).required(name));
    lists.into_iter().fold(body, |body, name| body.property(name, ArrayBuilder::new().items(string())).required(name))
}
