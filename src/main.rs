//! The `cardfile` command.

// Answering is many small allocations; this allocator spends about a third less time on them than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    if let Err(error) = cardfile::cli::run() {
        eprintln!("cardfile: {error:#}");
        std::process::exit(1);
    }
}
