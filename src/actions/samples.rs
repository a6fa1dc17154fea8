//! People who do not exist, made one by one as everybody is; the same for the same seed.

use std::future::{Future, poll_fn};
use std::ops::Range;
use std::pin::pin;
use std::task::Poll;

use super::{Caller, Directory, Error, customers};
use crate::domain::id::CustomerId;
use crate::domain::problem::Problems;
use crate::domain::sample;

/// So many are made at once, so that they share commits.
const BATCH: usize = 64;

/// What became of a sample.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// People who were made.
    pub made: u64,
    /// People who were there already: somebody had an address of theirs.
    pub there: u64,
}

/// Makes the people of these numbers in the sample of a seed, those left out who are there already. `tell` hears how far it is.
pub async fn fill(
    directory: &Directory,
    caller: &Caller,
    seed: u64,
    numbers: Range<u64>,
    mut tell: impl FnMut(Filled),
) -> Result<Filled, Error> {
    let mut filled = Filled::default();
    let mut numbers = numbers.into_iter();
    loop {
        let batch: Vec<_> = numbers.by_ref().take(BATCH).map(|number| make(directory, caller, seed, number)).collect();
        if batch.is_empty() {
            return Ok(filled);
        }
        for made in together(batch).await {
            match made {
                Ok(_) => filled.made += 1,
                Err(Error::Conflict(_)) => filled.there += 1,
                Err(error) => return Err(error),
            }
        }
        tell(filled);
    }
}

async fn make(directory: &Directory, caller: &Caller, seed: u64, number: u64) -> Result<CustomerId, Error> {
    customers::create(directory, caller, sample::customer(seed, number), Problems::default()).await
}

/// Waits for all of some futures, which begin in their order.
async fn together<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    let all = poll_fn(|context| {
        let mut is_ready = true;
        for (future, output) in waiting.iter_mut().filter(|(_, output)| output.is_none()) {
            match future.as_mut().poll(context) {
                Poll::Ready(done) => *output = Some(done),
                Poll::Pending => is_ready = false,
            }
        }
        if is_ready { Poll::Ready(()) } else { Poll::Pending }
    });
    pin!(all).await;
    waiting.into_iter().filter_map(|(_, output)| output).collect()
}
