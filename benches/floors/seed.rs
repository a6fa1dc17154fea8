//! Creates many customers through the public API, as quickly as the server takes them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, ensure};
use tokio::net::TcpStream;

use crate::server::Server;
use crate::{customers, machine};

#[derive(clap::Args)]
pub struct Options {
    #[arg(long)]
    pub address: SocketAddr,
    #[arg(long)]
    pub token: String,
    /// The number of the first customer.
    #[arg(long, default_value_t = 0)]
    pub first: u64,
    #[arg(long)]
    pub customers: u64,
    #[arg(long, default_value_t = 128)]
    pub connections: usize,
    /// Whether they belong to organizations.
    #[arg(long)]
    pub organizations: bool,
}

/// Creates customers on the load's core and waits until they are all there.
pub fn seed(
    server: &Server,
    token: &str,
    first: u64,
    customers: u64,
    connections: usize,
    organizations: bool,
) -> Result<()> {
    let status = machine::self_on_core(machine::LOAD_CORE)?
        .args(["seed", "--address", &server.address.to_string(), "--token", token, "--first", &first.to_string()])
        .args(["--customers", &customers.to_string(), "--connections", &connections.to_string()])
        .args(organizations.then_some("--organizations"))
        .status()?;
    ensure!(status.success(), "the customers were not created");
    Ok(())
}

/// Posts the customers and fails on the first answer that is not a 201.
pub fn run(options: Options) -> Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let next = Arc::new(AtomicU64::new(options.first));
        let options = Arc::new(options);
        let profiles: Arc<Vec<String>> = Arc::new(customers::profiles().lines().map(str::to_owned).collect());
        let tasks: Vec<_> = (0..options.connections)
            .map(|_| tokio::spawn(create(options.clone(), profiles.clone(), next.clone())))
            .collect();
        for task in tasks {
            task.await??;
        }
        Ok(())
    })
}

async fn create(options: Arc<Options>, profiles: Arc<Vec<String>>, next: Arc<AtomicU64>) -> Result<()> {
    let stream = TcpStream::connect(options.address).await?;
    stream.set_nodelay(true)?;
    loop {
        let n = next.fetch_add(1, Ordering::Relaxed);
        if n >= options.first + options.customers {
            return Ok(());
        }
        let number = customers::number(n);
        let profile =
            profiles[(number % customers::PROFILES) as usize].replace(customers::PLACEHOLDER, &number.to_string());
        let body = match options.organizations {
            true => format!("{{\"organization\":\"{}\",{}", customers::organization(n), &profile[1..]),
            false => profile,
        };
        let request = format!(
            "POST /v2/customers HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            options.address,
            options.token,
            body.len()
        );
        write(&stream, request.as_bytes()).await?;
        let answer = read_head(&stream).await?;
        ensure!(answer.starts_with("HTTP/1.1 201"), "customer {n} was not created: {answer}");
    }
}

async fn write(stream: &TcpStream, mut bytes: &[u8]) -> Result<()> {
    while !bytes.is_empty() {
        stream.writable().await?;
        match stream.try_write(bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// A 201 has no body, so the end of its headers is its end.
async fn read_head(stream: &TcpStream) -> Result<String> {
    let (mut bytes, mut part) = (Vec::with_capacity(1024), [0; 1024]);
    while !bytes.windows(4).any(|four| four == b"\r\n\r\n") {
        stream.readable().await?;
        match stream.try_read(&mut part) {
            Ok(0) => anyhow::bail!("the server closed the connection: {}", String::from_utf8_lossy(&bytes)),
            Ok(count) => bytes.extend_from_slice(&part[..count]),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error.into()),
        }
    }
    String::from_utf8(bytes).context("an answer that is not text")
}
