//! `cardfile company`: companies are made and listed while the server runs.

use super::run;
use crate::server_process::{ServerProcess, database_in, new_folder};
use serde_json::Value;

#[test]
fn a_company_is_made_and_listed_while_the_server_runs() {
    let server = ServerProcess::start_in(new_folder());
    let printed = run(&server.database(), &["company", "create", "--name", "Southwind GmbH"]).printed();
    assert_eq!(printed, "2\n");
    let list = run(&server.database(), &["company", "list"]).printed();
    let lines: Vec<&str> = list.lines().collect();
    assert!(lines.len() == 2 && lines[0].starts_with("1  My company  made "), "{list}");
    assert!(lines[1].starts_with("2  Southwind GmbH  made ") && lines[1].ends_with('Z'), "{list}");
}

#[test]
fn a_name_has_1_to_100_characters() {
    let folder = new_folder();
    let database = database_in(folder.path());
    let create = |name: &str| run(&database, &["company", "create", "--name", name]);
    create("N").printed();
    create(&"é".repeat(100)).printed();
    for (wrong, said) in [("", "between 1 and 100"), (&*"é".repeat(101), "between 1 and 100"), ("  ", "empty")] {
        let refusal = create(wrong).refusal(1);
        assert!(refusal.contains("name: ") && refusal.contains(said), "{refusal}");
    }
    assert_eq!(run(&database, &["company", "list"]).printed().lines().count(), 2);
}

#[tokio::test]
async fn the_owner_of_a_company_is_who_is_named() {
    let server = ServerProcess::start_in(new_folder());
    let create =
        |owner: &[&str]| run(&server.database(), &[&["company", "create", "--name", "Second"], owner].concat());
    let owner = ["--owner-first-name", "Ines", "--owner-last-name", "Okoro", "--owner-email", "ines@northwind.example"];
    let company = create(&owner).printed();
    let printed =
        run(&server.database(), &["app", "create", "--name", "Sync", "--json", "--company", company.trim()]).printed();
    let mut parameters: Value = serde_json::from_str(&printed).unwrap();
    parameters["grant_type"] = "client_credentials".into();
    let client = reqwest::Client::new();
    let answer = client.post(format!("{}/v2/oauth2/token", server.url())).json(&parameters).send().await.unwrap();
    let token = answer.json::<Value>().await.unwrap()["access_token"].as_str().unwrap().to_owned();
    let answer = client.get(format!("{}/v2/users/me", server.url())).bearer_auth(token).send().await.unwrap();
    let user: Value = answer.json().await.unwrap();
    let known = [&user["firstName"], &user["lastName"], &user["email"], &user["role"]];
    assert_eq!(known, ["Ines", "Okoro", "ines@northwind.example", "owner"]);

    let refusal = create(&["--owner-email", "ines", "--owner-last-name", &"é".repeat(41)]).refusal(1);
    assert!(refusal.contains("owner.email: ") && refusal.contains("owner.lastName: size"), "{refusal}");
    create(&["--owner-last-name", &"é".repeat(40)]).printed();
}
