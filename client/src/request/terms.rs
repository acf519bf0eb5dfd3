//! What one request has of its own beside what it asks: a header, how long its answer is waited for.

/// The methods by which a request takes it, written once for all of them: what is given is where its client is.
macro_rules! takes_terms {
    ($($client:tt).+) => {
        /// One more header in this request to a host of the service, as [`Query::header`](crate::Query::header) adds it to a question: one that is the client's own
        /// to say is an error of the call. In a batch, one that is marked as sensitive is refused, since the part that has it does not hide it.
        pub fn header(
            mut self,
            name: impl TryInto<http::HeaderName>,
            value: impl TryInto<http::HeaderValue>,
        ) -> Self {
            self.$($client).+ = self.$($client).+.with_header(name, value);
            self
        }

        /// How long its answer is waited for: [`Service::patience`](crate::Service::patience). A batch waits as long as the most patient of its parts.
        pub fn patience(mut self, time: std::time::Duration) -> Self {
            self.$($client).+ = self.$($client).+.patience(time);
            self
        }
    };
}

pub(crate) use takes_terms;
