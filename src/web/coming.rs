//! Files that come in. Each is held whole until it was looked at, so only a few are held at once, and memory does not grow
//! with the number of people who send one. Whoever comes then waits for a place with what they send still on their side,
//! and is asked to come again when there is none for long.

use crate::seal::room;
use axum::body::{Body, HttpBody};
use std::future::poll_fn;
use std::pin::pin;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// Files that are held at once.
const HELD: usize = 2;
/// So long does somebody wait for a place.
const WAIT: Duration = Duration::from_secs(10);
/// A file that takes longer is given up, so that nobody keeps a place by dripping: the largest comes in that time over a
/// line of one megabit.
const WHOLE: Duration = Duration::from_secs(120);

static PLACES: Semaphore = Semaphore::const_new(HELD);

/// The place of a file that is held.
pub(super) struct Coming {
    _place: SemaphorePermit<'static>,
}

/// Why a file did not come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    TooLarge,
    BrokenOff,
    NoPlace,
}

/// A file of at most so many bytes.
pub(super) async fn file(body: Body, most: usize) -> Result<(Vec<u8>, Coming), Fault> {
    let place = timeout(WAIT, PLACES.acquire()).await.map_err(|_| Fault::NoPlace)?;
    let place = Coming { _place: place.map_err(|_| Fault::NoPlace)? };
    let file = timeout(WHOLE, whole(body, most)).await.map_err(|_| Fault::BrokenOff)??;
    Ok((file, place))
}

async fn whole(body: Body, most: usize) -> Result<Vec<u8>, Fault> {
    let mut body = pin!(body);
    let mut file = room();
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let Ok(part) = frame.map_err(|_| Fault::BrokenOff)?.into_data() else { continue };
        if file.len() + part.len() > most {
            return Err(Fault::TooLarge);
        }
        file.extend_from_slice(&part);
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_comes_whole_or_is_too_large() {
        let sent: Vec<u8> = (0..100_000_u32).map(|nth| nth as u8).collect();
        let parts = || {
            let parts: Vec<_> =
                sent.chunks(7_001).map(|part| Ok::<_, std::io::Error>(part.to_vec())).collect();
            Body::from_stream(futures_util::stream::iter(parts))
        };
        let (whole, place) = file(parts(), sent.len()).await.expect("it fits");
        assert!(whole == sent);
        drop(place);
        assert_eq!(file(parts(), sent.len() - 1).await.map(drop), Err(Fault::TooLarge));
        let broken = [Ok(vec![1]), Err(std::io::Error::other("gone"))];
        let broken = file(Body::from_stream(futures_util::stream::iter(broken)), 10).await;
        assert_eq!(broken.map(drop), Err(Fault::BrokenOff));
    }
}
