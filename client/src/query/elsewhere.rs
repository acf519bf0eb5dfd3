//! Bytes that are kept elsewhere than below the root of the service.

use super::links::bytes;
use super::raw::{RawQuery, Written};
use super::resource::Resource;
use crate::client::Client;
use crate::error::{Error, Result, shown_text};

impl Client {
    /// The bytes at a URL that the service gave, on whatever host: the file of an export, the package of an investigation, an upload session,
    /// which takes them by [`put`](RawQuery::put) and [`part_of`](crate::Upload::part_of). The credential goes along only where the host is one
    /// of the service's, so that a storage account never sees it; the URL itself, which often has a signature, is shown nowhere with its query.
    ///
    /// # Errors
    /// When it is no URL, or one that leaves https.
    ///
    /// # Example
    /// ```
    /// # async fn example(client: &odata::Client, link: &str) -> odata::Result<()> {
    /// if let Some(mut file) = client.bytes_at(link)?.open().await? {
    ///     while let Some(piece) = file.next().await {
    ///         println!("{} bytes", piece?.len());
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn bytes_at(&self, url: &str) -> Result<RawQuery> {
        let found = bytes(self.root(), url).ok_or_else(|| {
            Error::link(format!(
                "`{}` is no URL that bytes are read from: https is expected, without a user",
                shown_text(url.split('?').next().unwrap_or_default())
            ))
        })?;
        let resource = Resource {
            elsewhere: Some(found),
            ..Resource::new(self, "", String::new())
        };
        let written = Written {
            anywhere: true,
            ..Written::at(resource.clone())
        };
        Ok(RawQuery::new(resource).written(written))
    }
}
