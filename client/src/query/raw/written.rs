//! Writing bytes where they are read.

use odata_core::descriptor::Usage;
use url::Url;

use super::RawQuery;
use crate::change::{Content, DeleteContent, Upload};
use crate::error::{Error, Result};
use crate::query::resource::Resource;

/// Where bytes are written, and on what condition.
#[derive(Clone)]
pub(in crate::query) struct Written {
    pub(in crate::query) resource: Resource,
    /// The ETag that is known of them.
    pub(in crate::query) etag: Option<String>,
    /// Why they are not replaced, and not deleted, if so.
    pub(in crate::query) not_updated: Option<String>,
    pub(in crate::query) not_deleted: Option<String>,
    /// What deleting them counts as: the entity goes with its bytes.
    pub(in crate::query) deleted_as: Usage,
    /// Whether the program itself said on which host they are.
    pub(in crate::query) anywhere: bool,
}

impl Written {
    /// Where they are read.
    pub(in crate::query) fn at(resource: Resource) -> Self {
        Written {
            resource,
            etag: None,
            not_updated: None,
            not_deleted: None,
            deleted_as: Usage::Update,
            anywhere: false,
        }
    }

    /// # Errors
    /// When there is a reason, or when the service says that it is somewhere else than on its own hosts.
    fn url(&self, why_not: Option<&String>) -> Result<Url> {
        if let Some(why) = why_not {
            return Err(Error::refused(why.clone()));
        }
        let url = self.resource.url()?;
        match self.anywhere || self.resource.client.trusts(&url) {
            true => Ok(url),
            false => Err(Error::refused(
                "the bytes are written on a host that is not the service's, so they are not sent there",
            )),
        }
    }
}

impl RawQuery {
    /// The same, which can be written.
    pub(in crate::query) fn written(mut self, written: Written) -> Self {
        self.written = Some(Box::new(written));
        self
    }

    /// Puts these in their place (`PUT`; Protocol 4.01, 11.4.7.2 and 11.4.8.1): where the service says that they are written, and
    /// only if they are still those of which an ETag is known from reading the entity.
    ///
    /// # Example: a photo of which nothing was read
    /// ```
    /// # use odata::{EntityQuery, Structured};
    /// # async fn example<Photo: Structured>(photo: EntityQuery<Photo>) -> odata::Result<()> {
    /// use odata::Content;
    /// photo.media().put(Content::bytes("image/gif", &b"GIF89a"[..])).if_match("*").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn put(&self, content: Content) -> Upload {
        let client = &self.resource.client;
        let Some(written) = &self.written else {
            return Upload::new(client, Err(not_written()), content, None);
        };
        let url = written.url(written.not_updated.as_ref());
        Upload::new(client, url, content, written.etag.clone())
    }

    /// Deletes them (`DELETE`; Protocol 4.01, 11.4.7.3 and 11.4.8.2). A stream property is null then; a media entity is gone with its
    /// bytes.
    pub fn delete(&self) -> DeleteContent {
        let client = &self.resource.client;
        let Some(written) = &self.written else {
            return DeleteContent::new(client, Usage::Update, Err(not_written()), None);
        };
        let url = written.url(written.not_deleted.as_ref());
        DeleteContent::new(client, written.deleted_as, url, written.etag.clone())
    }
}

fn not_written() -> Error {
    Error::refused("what a function gives is read and not written")
}
