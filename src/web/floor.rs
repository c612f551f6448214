//! A body that drips. A stall of ten seconds ends a body ([`super::gate`]), but a byte every nine would keep its place
//! for hours; so a body has to come at a rate, too.

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use hyper::body::{Frame, SizeHint};
use std::io::{Error, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};

/// How fast a body has to come.
#[derive(Clone, Copy)]
struct Rate {
    /// How long it may take before its rate counts.
    grace: Duration,
    /// What must have come by then and afterwards, in bytes a second.
    least: u64,
}

/// Any telephone on a bad day is faster; what drips a byte a second is let go of within half a minute.
const RATE: Rate = Rate { grace: Duration::from_secs(28), least: 1024 };

/// Holds the body of a request to its rate.
pub(super) async fn at_a_rate(request: Request) -> Request {
    request.map(|body| {
        // Most requests have none.
        if body.is_end_stream() { body } else { Body::new(AtARate::of(body, RATE)) }
    })
}

struct AtARate {
    body: Body,
    rate: Rate,
    began: Instant,
    came: u64,
    /// When it is given up, unless more has come.
    end: Pin<Box<Sleep>>,
}

impl AtARate {
    fn of(body: Body, rate: Rate) -> AtARate {
        let began = Instant::now();
        AtARate { body, rate, began, came: 0, end: Box::pin(sleep_until(began + rate.grace)) }
    }
}

impl HttpBody for AtARate {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.end.as_mut().poll(context).is_ready() {
            let slow = Error::new(ErrorKind::TimedOut, "the body comes too slowly");
            return Poll::Ready(Some(Err(axum::Error::new(slow))));
        }
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &frame
            && let Some(data) = frame.data_ref()
        {
            self.came += data.len() as u64;
            let end = self.began + self.rate.grace + Duration::from_secs(self.came / self.rate.least);
            self.end.as_mut().reset(end);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;

    /// A body whose bytes come one at a time, without end.
    struct Drip(tokio::time::Interval);

    impl HttpBody for Drip {
        type Data = Bytes;
        type Error = Error;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
            self.0.poll_tick(context).map(|_| Some(Ok(Frame::data(Bytes::from_static(b"x")))))
        }
    }

    #[tokio::test]
    async fn a_body_that_drips_is_given_up_however_steadily_it_drips() {
        let drip = Drip(tokio::time::interval(Duration::from_millis(5)));
        let rate = Rate { grace: Duration::from_millis(100), least: 1024 };
        let dripped = to_bytes(Body::new(AtARate::of(Body::new(drip), rate)), 1 << 20).await;
        assert!(dripped.is_err(), "it ends, long before it is too large");
    }

    #[tokio::test]
    async fn a_body_that_comes_is_taken_whole() {
        let whole = Body::new(AtARate::of(Body::from(vec![7; 1 << 20]), RATE));
        assert_eq!(to_bytes(whole, 1 << 20).await.expect("whole").len(), 1 << 20);
    }
}
