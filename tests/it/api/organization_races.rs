//! Many at once around organizations: one name makes one, counts stay true, and nobody is left in one that is gone.

use super::race::{WRITERS, at_once};
use crate::door::{Answer, Door};
use serde_json::{Value, json};

async fn made(door: &Door, body: Value) -> (String, i64) {
    let path = door.post("/v2/organizations", &body).await.made();
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    (path, id)
}

/// Organizations whose count is not the number of their members.
fn miscounted(door: &Door) -> i64 {
    let sql = "select count(*) from organizations o where customers <> \
         (select count(*) from customers c where c.company_id = o.company_id and c.organization_id = o.id)";
    door.number(sql)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_writers_with_one_name_make_one_organization() {
    let door = Door::open().await;
    for round in 0..3 {
        let body = |writer: usize| {
            let name = format!("Northwind {round}");
            let name = if writer.is_multiple_of(2) { name } else { name.to_uppercase() };
            json!({"name": name, "domains": [format!("own{round}-{writer}.example"), format!("round{round}.example")]})
        };
        let requests = (0..WRITERS).map(|writer| door.request("POST", "/v2/organizations").json(&body(writer)));
        let answers = at_once(requests.collect()).await;
        let made: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 201).collect();
        assert_eq!(made.len(), 1, "round {round}");
        let (id, path) = (made[0].id().to_string(), made[0].made());
        for refused in answers.iter().filter(|answer| answer.status != 201) {
            let errors = refused.refused(409);
            assert_eq!(refused.faults(409), ["domains[1] Duplicate", "name Duplicate"]);
            for error in errors {
                assert_eq!(error["rejectedValue"], id);
                assert_eq!(error["_links"]["holder"]["href"], format!("{}{path}", door.url));
            }
        }
    }
    assert_eq!(door.read("/v2/organizations").await["page"]["totalElements"], 3);
    let keys = door.number("select count(*) from identity_keys where kind <> 'user'");
    assert_eq!(keys, 9, "a refused organization holds no name");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn customers_that_join_while_their_organization_goes_are_left_in_none_that_is_gone() {
    let door = Door::open().await;
    for round in 0..6 {
        let (path, id) = made(&door, json!({"name": format!("Northwind {round}")})).await;
        let mut requests = Vec::new();
        for writer in 0..24 {
            let by_name = json!({"organization": format!("northwind {round}")});
            let body = if writer % 2 == 0 { json!({"organizationId": id}) } else { by_name };
            requests.push(door.request("POST", "/v2/customers").json(&body));
            if writer == 12 {
                requests.push(door.request("DELETE", &path));
            }
        }
        let answers = at_once(requests).await;
        for (at, answer) in answers.iter().enumerate() {
            match answer.status {
                201 => {
                    let customer = door.read(&answer.made()).await;
                    assert_ne!(customer["organizationId"], id, "the organization is gone");
                    let shown = customer["organizationId"].as_i64();
                    if let Some(shown) = shown {
                        assert_eq!(
                            door.read(&format!("/v2/organizations/{shown}")).await["name"],
                            customer["organization"]
                        );
                    }
                }
                204 => assert_eq!(at, 13),
                400 => assert_eq!(answer.fault(400)["path"], "organizationId"),
                status => panic!("{status}: {}", answer.text()),
            }
        }
        door.get(&path).await.sentence(404);
    }
    cardfile::actions::sweep::clean(door.directory()).await.unwrap();
    assert_eq!(miscounted(&door), 0);
    let dangling = "select count(*) from customers c where organization_id is not null \
         and not exists (select 1 from organizations o where o.company_id = c.company_id and o.id = c.organization_id)";
    assert_eq!(door.number(dangling), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobodys_change_of_an_organization_or_a_definition_is_lost() {
    let door = Door::open().await;
    let (path, id) = made(&door, json!({"name": "Northwind"})).await;
    door.define(&json!({"type": "dropdown", "slug": "plan", "name": "Plan", "options": []})).await;
    let plan = "/v2/customer-properties/plan";
    let requests = (0..WRITERS).flat_map(|writer| {
        let definition = json!({"name": format!("Plan {writer}"), "options": [{"label": format!("Option {writer}")}]});
        let organization = json!({"name": format!("Northwind {writer}"), "domain": format!("d{writer}.example")});
        [door.request("PUT", plan).json(&definition), door.request("PUT", &path).json(&organization)]
    });
    assert!(at_once(requests.collect()).await.iter().all(|answer| answer.status == 204));
    let (definition, organization) = (door.read(plan).await, door.read(&path).await);
    let last = |name: &Value| name.as_str().unwrap().rsplit(' ').next().unwrap().to_owned();
    assert_eq!(definition["options"][0]["label"], format!("Option {}", last(&definition["name"])), "whole, not half");
    assert_eq!(organization["domains"], json!([format!("d{}.example", last(&organization["name"]))]));
    let rows = |sql: &str| door.number(sql);
    assert_eq!(rows("select version from property_definitions"), 1 + WRITERS as i64);
    assert_eq!(rows(&format!("select version from organizations where id = {id}")), 1 + WRITERS as i64);
    assert_eq!(rows("select count(*) from identity_keys where kind <> 'user'"), 2, "one name and one domain");
    assert_eq!(rows("select count(*) from property_anchors"), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counts_are_true_after_many_joined_at_once() {
    let door = Door::open().await;
    let (path, id) = made(&door, json!({"name": "Northwind"})).await;
    let requests = (0..WRITERS).map(|writer| {
        let body = if writer % 2 == 0 { json!({"organizationId": id}) } else { json!({"organization": "Other"}) };
        door.request("POST", "/v2/customers").json(&body)
    });
    assert!(at_once(requests.collect()).await.iter().all(|answer| answer.status == 201));
    let organization = door.read(&format!("{path}?includeCounts=true")).await;
    assert_eq!(organization["customerCount"], WRITERS as i64 / 2);
    assert_eq!(miscounted(&door), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_value_that_is_set_while_its_definition_goes_is_gone_with_it() {
    let door = Door::open().await;
    let customer = door.create(&json!({})).await;
    let definition = json!({"type": "text", "slug": "color", "name": "Color"});
    for round in 0..10 {
        door.define(&definition).await;
        let set = json!([{"op": "add", "path": "/color", "value": format!("red {round}")}]);
        let mut requests: Vec<_> = (0..8)
            .map(|_| door.request("PATCH", &format!("{customer}/properties")).json(&set))
            .chain((0..8).map(|_| door.request("POST", "/v2/customers").json(&json!({"properties": {"color": "red"}}))))
            .collect();
        requests.insert(round, door.request("DELETE", "/v2/customer-properties/color"));
        let answers = at_once(requests).await;
        assert!(answers.iter().all(|answer| [201, 204, 400].contains(&answer.status)));
        door.define(&definition).await;
        assert_eq!(door.read(&customer).await["_embedded"]["properties"], json!([]), "round {round}");
        door.delete("/v2/customer-properties/color").await.done();
    }
    // No event that is younger than the end of a definition tells of a value that ended with it.
    let sql = "select e.seq from events e where e.subject = 'customer' and coalesce(e.after, '') like '%red%' and \
         (select verb from events d where d.subject = 'property' and d.seq < e.seq order by d.seq desc limit 1) = 'deleted'";
    assert!(door.rows(sql).is_empty());
}
