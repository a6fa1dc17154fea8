//! The `cardfile` command.

fn main() {
    if let Err(error) = cardfile::cli::run() {
        eprintln!("cardfile: {error:#}");
        std::process::exit(1);
    }
}
