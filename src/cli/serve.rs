//! `cardfile serve`: the server, and what a first start prints.

use std::time::Duration;

use anyhow::Context;
use tokio::signal::unix::{SignalKind, signal};

use std::sync::Arc;

use crate::actions::{Directory, apps, companies, invitations, sweep};
use crate::api::{self, Api, RateLimit};
use crate::clock::Clock;
use crate::config::{DatabaseSettings, ServeSettings};
use crate::random::Random;
use crate::server::{self, Site};
use crate::store::{self, Purpose};
use crate::telemetry;
use crate::web::{self, Web};

/// How often it is written down which apps were used.
const NOTE_USES: Duration = Duration::from_secs(60);
/// How often what has expired is removed.
const SWEEP: Duration = Duration::from_secs(3600);

pub(super) async fn run(database: &DatabaseSettings, settings: ServeSettings) -> anyhow::Result<()> {
    telemetry::start_log(&settings.log).map_err(anyhow::Error::msg)?;
    // A signal that comes during the start is kept until the start is whole.
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let (clock, random) = (Clock::System, Random::System);
    let store = super::open_store(database, Purpose::Serve, &clock, random.clone()).await?;
    let mut directory = Directory::new(store, clock, random);
    directory.definitions_max = settings.property_limit;
    let cannot_listen = || format!("cannot listen on {}; --listen names another address or port", settings.listen);
    let listener = server::bind(settings.listen).await.with_context(cannot_listen)?;
    let own = format!("http://{}", listener.local_addr()?);
    let address = settings.public_url.as_deref().unwrap_or(&own);
    println!("cardfile {} on {}", env!("CARGO_PKG_VERSION"), database.database);
    if store::companies::count(&directory.store).await? == 0 {
        welcome(&directory, address).await?;
    }
    tell_owners(&directory, address).await?;
    println!("listening on {own}");
    let (directory, metrics) = (Arc::new(directory), Arc::default());
    let pages = web::pages(Web {
        directory: Arc::clone(&directory),
        public_url: settings.public_url.clone(),
        shows_photos: settings.photos,
        body_limit: settings.body_limit,
        metrics: Arc::clone(&metrics),
        complete: web::Complete::default(),
        view_counts: web::ViewCounts::default(),
    });
    let api = Api {
        directory: Arc::clone(&directory),
        public_url: settings.public_url.clone(),
        session_cookie: settings.session_cookie,
        body_limit: settings.body_limit,
        rate_limit: RateLimit::new(settings.rate_limit),
        metrics,
    };
    let (edge, api) = api::service(api);
    let sweeping = tokio::spawn({
        let directory = Arc::clone(&directory);
        async move {
            let (mut times, mut noting) = (tokio::time::interval(SWEEP), tokio::time::interval(NOTE_USES));
            loop {
                let swept = tokio::select! {
                    _ = times.tick() => sweep::sweep(&directory).await,
                    _ = noting.tick() => apps::note_uses(&directory).await,
                    () = directory.leftovers.notified() => sweep::clean(&directory).await,
                };
                if let Err(error) = swept {
                    tracing::warn!(%error, "what has no use any more could not be removed; it is tried again later");
                }
            }
        }
    });
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: finishing what is in flight");
    };
    server::serve(listener, Site { api: edge, pages: Some(pages) }, stop).await;
    sweeping.abort();
    let _ = sweeping.await;
    drop(api);
    if let Some(directory) = Arc::into_inner(directory) {
        if let Err(error) = apps::note_uses(&directory).await {
            tracing::warn!(%error, "it could not be written down which apps were used last");
        }
        directory.store.close().await;
    }
    Ok(())
}

/// Prints a link for each company whose owner has no account yet: with it the account begins.
async fn tell_owners(directory: &Directory, address: &str) -> anyhow::Result<()> {
    for company in store::companies::list(&directory.store).await? {
        if let Some(link) = super::told(invitations::for_first_owner(directory, company.id).await)? {
            println!(
                "\nNobody owns {} yet. Open this link to begin the owner's account; it works once, for seven days:\n\n  {address}{}\n",
                company.name,
                link.path()
            );
        }
    }
    Ok(())
}

/// Makes the first company and the first app, and prints how to use them.
async fn welcome(directory: &Directory, address: &str) -> anyhow::Result<()> {
    let (app, secret) = super::told(companies::create_with_app(directory, "My company", "First app").await)?;
    println!(
        r#"
A first company and a first API app were made. The secret is shown this once:

  client id      {id}
  client secret  {secret}

Get a token:

  TOKEN=$(curl -s {address}/v2/oauth2/token -d grant_type=client_credentials -d client_id={id} -d client_secret={secret} | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

Create the sample customer:

  curl -i {address}/v2/customers -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{SAMPLE}'

The API, with every call to try: {address}/docs
"#,
        id = app.client_id,
    );
    Ok(())
}

const SAMPLE: &str = r#"{"firstName":"Ines","lastName":"Okoro","jobTitle":"Buyer","location":"Lagos","organization":"Northwind","age":"30-35","emails":[{"type":"work","value":"ines@northwind.example"}],"phones":[{"type":"work","value":"+234 1 555 0100"}],"address":{"city":"Lagos","state":"LA","postalCode":"100001","country":"NG","lines":["12 Marina"]}}"#;
