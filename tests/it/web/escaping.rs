//! Whatever people typed is text on every page: nothing stored becomes markup or script.

use crate::door::Door;
use serde_json::{Value, json};

const SCRIPT: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>";

/// A script that fits into so many characters.
fn script(most: usize) -> String {
    SCRIPT.chars().take(most).collect()
}

#[tokio::test]
async fn a_stored_script_in_every_field_is_shown_as_text() {
    let door = Door::open().await;
    door.define(&json!({"type": "text", "slug": "words", "name": SCRIPT})).await;
    door.define(&json!({"type": "dropdown", "slug": "choice", "name": "Choice", "options": [{"label": SCRIPT}]})).await;
    let entry = |kind: Option<&str>, value: &str| match kind {
        Some(kind) => json!({"type": kind, "value": value}),
        None => json!({"value": value}),
    };
    let mut body = json!({
        "organization": SCRIPT, "background": SCRIPT, "photoUrl": format!("https://x.example/{SCRIPT}"),
        "emails": [entry(None, "\"<script>alert(1)</script>\"@b.example")],
        "phones": [entry(None, SCRIPT)],
        "chats": [entry(Some("other"), SCRIPT)],
        "socialProfiles": [entry(Some("other"), "javascript:alert(1)//<script>")],
        "websites": [entry(None, "https://x.example/\"><script>alert(1)</script>")],
        "address": {"city": SCRIPT, "state": SCRIPT, "postalCode": SCRIPT, "country": "NG", "lines": [SCRIPT, SCRIPT]},
        "properties": [{"slug": "words", "value": SCRIPT}, {"slug": "choice", "value": SCRIPT}],
    });
    for (field, most) in [("firstName", 40), ("lastName", 40), ("jobTitle", 60), ("location", 60), ("age", 60)] {
        body[field] = Value::from(script(most));
    }
    let path = door.create(&body).await;
    let page = path.strip_prefix("/v2").unwrap();
    let mut browser = door.owner().await;
    let quoted = "\"<script>alert(1)</script><img src=x onerror=alert(2)>\"";
    let view = [("name", &*script(60)), ("q", quoted), ("column", SCRIPT), ("shared", "1")];
    let view = browser.post("/views", &view).await.goes_to().to_owned();
    let opened = view.strip_suffix("&done=view-made").unwrap().to_owned();
    let view = opened.strip_prefix("/customers?view=").unwrap().split('&').next().unwrap();
    // Each field changes once, so that its before and after stand in the timeline too.
    for key in ["firstName", "jobTitle", "background"] {
        let form = browser.with("x-requested-with", "cardfile").open(&format!("{page}?edit={key}")).await;
        let was = form.split_once("name=\"was\" value=\"").unwrap().1.split('"').next().unwrap();
        let was = was
            .replace("&#34;", "\"")
            .replace("&#39;", "'")
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&lt;", "<")
            .replace("&gt;", ">");
        let answer = browser
            .post(&format!("{page}/fields/{key}"), &[("was", &was), ("value", "<script>alert(3)</script>")])
            .await;
        answer.goes_to();
    }
    let columns = "column=email&column=phone&column=organization&column=job&column=location&column=country&column=property.words&column=property.choice";
    let id = page.rsplit('/').next().unwrap();
    let mut pages = vec![
        format!("/customers?{columns}"),
        format!("/customers?{columns}&q=%3Cscript%3E"),
        "/customers?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E".to_owned(),
        page.to_owned(),
        format!("{page}/timeline"),
        format!("{page}/delete"),
        "/customers/new?firstName=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E".to_owned(),
        format!("/customers/bulk?id={id}"),
        format!("/customers/bulk?id={id}&act=property&slug=words&value=%3Cscript%3E"),
        format!("/customers/bulk?id={id}&act=organization&value=%3Cscript%3E"),
        "/customers/bulk/undo?act=property&slug=words&value=%22%3E%3Cscript%3E&q=%22%3E%3Cscript%3E".to_owned(),
        "/customers/suggest?q=script".to_owned(),
        "/views".to_owned(),
        format!("/views/{view}"),
        format!("/views/{view}/delete"),
        format!("/customers?view={view}"),
        "/views/new?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E&column=%3Cscript%3E".to_owned(),
        "/customers/organizations?name=%22".to_owned(),
        "/customers/complete?q=organization%3A&at=13".to_owned(),
        "/customers/explain?q=%22%3Cscript%3Ealert(1)%3C%2Fscript%3E%22".to_owned(),
        "/customers?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E+AND".to_owned(),
        "/customers/likely?email=%22%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%40b.example".to_owned(),
    ];
    pages.push(opened.clone());
    for key in ["firstName", "background", "address", "organization", "property.words", "property.choice", "photoUrl"] {
        pages.push(format!("{page}?edit={key}"));
    }
    for list in ["emails", "phones", "chats", "social_profiles", "websites"] {
        let entry = door.read(&path).await["_embedded"][list][0]["id"].clone();
        pages.push(format!("{page}?edit={}.{entry}", list.replace('_', "-")));
    }
    for path in pages {
        let answer = browser.get(&path).await;
        assert!([200, 422].contains(&answer.status), "{path}: {} {}", answer.status, answer.text());
        let html = answer.text().replace("<script type=\"module\" src=\"/assets/", "");
        for wrong in ["<script", "<img src=x", "javascript:", "onerror=alert(2)>"] {
            let found =
                html.match_indices(wrong).find(|(at, _)| wrong != "javascript:" || html[..*at].ends_with("href=\""));
            assert!(
                found.is_none(),
                "{path} has {wrong}: {}",
                &html[found.map_or(0, |(at, _)| at.saturating_sub(200))..]
            );
        }
    }
}
