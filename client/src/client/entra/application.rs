//! What all ways in which an application proves itself have in common.

/// What can be set, and how it is a credential: `tenant` and `credentials` are its fields.
macro_rules! application {
    ($name:ident, $clock:literal) => {
        impl $name {
            /// Another authority than [`PUBLIC`](super::PUBLIC): [`US_GOVERNMENT`](super::US_GOVERNMENT), [`CHINA`](super::CHINA), one on this
            /// machine.
            ///
            /// # Errors
            /// When it is neither https nor on this machine.
            pub fn authority(self, url: &str) -> Result<Self, $crate::CredentialError> {
                let url = super::token_url(url, &self.tenant)?;
                Ok($name {
                    credentials: self.credentials.with_url(&url)?,
                    ..self
                })
            }

            fn with(
                self,
                change: impl FnOnce($crate::ClientCredentials) -> $crate::ClientCredentials,
            ) -> Self {
                $name {
                    credentials: change(self.credentials),
                    ..self
                }
            }

            /// See [`ClientCredentials::transport`].
            #[must_use]
            pub fn transport(self, transport: impl odata_core::transport::Transport) -> Self {
                self.with(|credentials| credentials.transport(transport))
            }

            #[doc = $clock]
            #[must_use]
            pub fn clock(self, clock: impl $crate::Clock) -> Self {
                self.with(|credentials| credentials.clock(clock))
            }

            /// See [`ClientCredentials::refresh_before`].
            #[must_use]
            pub fn refresh_before(self, time: std::time::Duration) -> Self {
                self.with(|credentials| credentials.refresh_before(time))
            }
        }

        impl $crate::Credential for $name {
            fn authorization<'a>(
                &'a self,
                scope: Option<&'a str>,
            ) -> odata_core::transport::BoxFuture<
                'a,
                Result<http::HeaderValue, $crate::CredentialError>,
            > {
                self.credentials.authorization(scope)
            }

            fn rejected(&self, value: &http::HeaderValue) -> bool {
                self.credentials.rejected(value)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.credentials.show(f, stringify!($name))
            }
        }
    };
}

pub(super) use application;
