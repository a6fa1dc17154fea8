//! `cardfile app`: apps are made, listed and revoked while the server runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use super::run;
use crate::server_process::{ServerProcess, create_app, database_in, new_folder};

#[test]
fn json_is_one_object_of_client_id_and_client_secret() {
    let folder = new_folder();
    let database = database_in(folder.path());
    run(&database, &["company", "create", "--name", "Northwind"]).printed();
    let printed = run(&database, &["app", "create", "--name", "Sync", "--json"]).printed();
    let app: Value = serde_json::from_str(&printed).unwrap();
    let fields: Vec<(&String, bool)> =
        app.as_object().unwrap().iter().map(|(name, value)| (name, value.is_string())).collect();
    assert_eq!(fields, [(&"client_id".to_owned(), true), (&"client_secret".to_owned(), true)]);
    assert_eq!(printed.lines().count(), 1, "{printed}");

    let text = run(&database, &["app", "create", "--name", "Sync"]).printed();
    assert!(
        text.contains("client id ") && text.contains("client secret ") && text.contains("not shown again"),
        "{text}"
    );
}

#[tokio::test]
async fn an_app_opens_the_company_that_was_named_and_no_other() {
    let server = ServerProcess::start_in(new_folder());
    let company = run(&server.database(), &["company", "create", "--name", "Second"]).printed();
    let printed =
        run(&server.database(), &["app", "create", "--name", "Sync", "--json", "--company", company.trim()]).printed();
    let app: Value = serde_json::from_str(&printed).unwrap();
    let (second, first) = (token(&server, &app).await.unwrap(), server.token().await);

    let answer = Client::new().post(format!("{}/v2/customers", server.url())).bearer_auth(&second);
    assert_eq!(answer.json(&json!({"firstName": "Ines"})).send().await.unwrap().status(), 201);
    for (token, count) in [(second, 1), (first, 0)] {
        let list = get(&server, &token).await;
        assert_eq!(list.json::<Value>().await.unwrap()["page"]["totalElements"], count);
    }
}

#[test]
fn apps_can_be_made_before_the_first_start() {
    let folder = new_folder();
    let database = database_in(folder.path());
    let refusal = run(&database, &["app", "create", "--name", "Sync"]).refusal(1);
    assert!(refusal.contains("cardfile company create --name"), "{refusal}");
    let refusal = run(&database, &["app", "create", "--name", "Sync", "--company", "7"]).refusal(1);
    assert!(refusal.contains("no company of this id"), "{refusal}");
    run(&database, &["company", "create", "--name", "Northwind"]).printed();
    let app = create_app(&database);
    let (out, _) = super::Serving::start(&database, &[]).stop();
    assert!(!out.contains("secret"), "{out}");
    assert!(run(&database, &["app", "list"]).printed().contains(app["client_id"].as_str().unwrap()));
}

#[test]
fn apps_are_listed_by_company_with_name_and_state() {
    let folder = new_folder();
    let database = database_in(folder.path());
    for company in ["Northwind", "Southwind"] {
        run(&database, &["company", "create", "--name", company]).printed();
    }
    let app = create_app(&database);
    let id = app["client_id"].as_str().unwrap();
    let list = || run(&database, &["app", "list"]).printed();
    let before = list();
    assert_eq!(before.lines().count(), 3, "{before}");
    assert!(before.starts_with("company 1 Northwind\n") && before.ends_with("company 2 Southwind\n"), "{before}");
    assert!(before.contains(&format!("  {id}  Tests  made ")) && !before.contains("revoked"), "{before}");

    run(&database, &["app", "revoke", id]).printed();
    let after = list();
    assert!(after.contains(id) && after.contains("  revoked 2"), "{after}");
    for (id, said) in [(id, "no app in use"), ("1-0000", "no app in use"), ("Tests", "cardfile app list")] {
        let refusal = run(&database, &["app", "revoke", id]).refusal(1);
        assert!(refusal.contains(said), "{refusal}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_app_is_shut_out_as_soon_as_the_command_has_returned() {
    let server = Arc::new(ServerProcess::start_in(new_folder()));
    let (app, other) = (create_app(&server.database()), create_app(&server.database()));
    let (revoked, kept) = (token(&server, &app).await.unwrap(), token(&server, &other).await.unwrap());

    // The app goes on calling, so that the server has good reason to remember it.
    let returned = Arc::new(AtomicBool::new(false));
    let calling = tokio::spawn({
        let (server, token, returned) = (server.clone(), revoked.clone(), returned.clone());
        async move {
            let mut statuses = Vec::new();
            while !returned.load(Ordering::SeqCst) {
                statuses.push(get(&server, &token).await.status());
            }
            statuses
        }
    });
    let (database, id) = (server.database(), app["client_id"].as_str().unwrap().to_owned());
    let command = tokio::task::spawn_blocking(move || run(&database, &["app", "revoke", &id]).printed());
    command.await.unwrap();
    let answer = get(&server, &revoked).await;
    returned.store(true, Ordering::SeqCst);

    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    let told: Value = answer.json().await.unwrap();
    assert!(told["message"].as_str().unwrap().contains("revoked"), "{told}");
    assert!(calling.await.unwrap().contains(&StatusCode::OK));
    assert_eq!(token(&server, &app).await.unwrap_err(), StatusCode::UNAUTHORIZED);
    assert_eq!(get(&server, &kept).await.status(), StatusCode::OK);
}

async fn get(server: &ServerProcess, token: &str) -> reqwest::Response {
    let list = Client::new().get(format!("{}/v2/customers", server.url()));
    list.bearer_auth(token).send().await.unwrap()
}

/// An access token for an app, or the status of the refusal.
async fn token(server: &ServerProcess, app: &Value) -> Result<String, StatusCode> {
    let mut parameters = app.clone();
    parameters["grant_type"] = "client_credentials".into();
    let asked = Client::new().post(format!("{}/v2/oauth2/token", server.url())).json(&parameters);
    let answer = asked.send().await.unwrap().error_for_status().map_err(|error| error.status().unwrap())?;
    Ok(answer.json::<Value>().await.unwrap()["access_token"].as_str().unwrap().to_owned())
}
