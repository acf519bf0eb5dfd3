//! Answers of which what came counts, though the rest did not.

use std::future::poll_fn;
use std::pin::{Pin, pin};

use bytes::BytesMut;
use futures_core::Stream;
use odata_core::transport::{BoxFuture, ResponseBody};

use super::tries::Tries;
use super::{Answer, Client, Outgoing};
use crate::error::{Error, Result};

impl Client {
    /// Sends a request; what came of the answer, and why no more did. One that may be sent again is, until all of it is there.
    pub(crate) fn send_partly(
        &self,
        outgoing: Outgoing,
        repeatable: bool,
    ) -> BoxFuture<'_, Result<(Answer, Option<Error>)>> {
        Box::pin(async move {
            let mut tries = Tries::of(self.clone(), &outgoing).or_repeatable(repeatable);
            loop {
                let opened = self.open_in(&mut tries, &outgoing).await?;
                let mut whole = BytesMut::new();
                let limit = self.limit(&opened.head.headers);
                let end = {
                    let once = pin!(async {
                        let limit = limit?;
                        collect(opened.body, limit, &mut whole).await
                    });
                    tries.in_time(once).await.err()
                };
                let end = end.map(|error| error.of_request(&outgoing.method, &outgoing.url));
                match end {
                    Some(error) if repeatable && error.is_transport() => tries.again(error).await?,
                    end => {
                        let answer = Answer::new(opened.head, whole.freeze());
                        return Ok((answer, end));
                    }
                }
            }
        })
    }
}

async fn collect(mut body: ResponseBody, limit: usize, whole: &mut BytesMut) -> Result<()> {
    while let Some(piece) = poll_fn(|cx| Pin::new(&mut body).poll_next(cx)).await {
        let piece = piece?;
        if whole.len() + piece.len() > limit {
            return Err(Error::too_long(limit));
        }
        whole.extend_from_slice(&piece);
    }
    Ok(())
}
