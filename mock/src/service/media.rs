//! What content media entities and stream properties have, and how much of it is kept.

use std::sync::PoisonError;

use bytes::Bytes;

use super::MockService;
use crate::MockError;
use crate::media::{MediaSum, Pattern};
use crate::store::{Content, Place, Store, describe};

impl MockService {
    /// Gives a media entity, or a stream property, its content: by the path of the entity, `Photos(1)`, or of the property,
    /// `Photos(1)/thumbnail`.
    ///
    /// # Errors
    /// When there is no such entity.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/gallery.xml");
    /// use odata_core::transport::{RequestBody, Transport};
    /// use odata_mock::MockService;
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let service = MockService::from_csdl(CSDL)?
    ///     .entity_set("Photos", serde_json::json!([{"id": 1}]))?
    ///     .media("Photos(1)", "image/png", "not really a picture")?;
    /// let url = format!("{}Photos(1)/$value", service.url());
    /// let request = http::Request::get(url).body(RequestBody::empty())?;
    /// let response = service.transport().send(request).await?;
    /// assert_eq!(response.headers()["content-type"], "image/png");
    /// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    pub fn media(
        self,
        path: &str,
        content_type: &str,
        content: impl Into<Bytes>,
    ) -> Result<Self, MockError> {
        self.set_media(path, content_type, Content::Bytes(content.into()))
    }

    /// Gives a media entity, or a stream property, a content of that many bytes, which are made while they are sent: none of
    /// them is kept. No two blocks of them are the same; [`media_sum`](Self::media_sum) tells what they come to.
    ///
    /// # Errors
    /// When there is no such entity.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/gallery.xml");
    /// use odata_mock::MockService;
    /// let service = MockService::from_csdl(CSDL)?
    ///     .entity_set("Photos", serde_json::json!([{"id": 1}]))?
    ///     .media_from("Photos(1)", "video/mp4", 1 << 20)?;
    /// assert_eq!(service.media_sum("Photos(1)").unwrap().length(), 1 << 20);
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    pub fn media_from(
        self,
        path: &str,
        content_type: &str,
        length: u64,
    ) -> Result<Self, MockError> {
        self.set_media(path, content_type, Content::Made(Pattern { length }))
    }

    /// Counts what is uploaded to `$value`, to stream properties and as a new media entity, and keeps none of it: a body of
    /// any length takes no memory. Reading it again is answered with 410.
    ///
    /// What is sent with a `Content-Type` of JSON, plain text or a form is kept.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/gallery.xml");
    /// use odata_core::transport::{RequestBody, Transport};
    /// use odata_mock::{MediaSum, MockService};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let service = MockService::from_csdl(CSDL)?
    ///     .entity_set("Photos", serde_json::json!([{"id": 1}]))?
    ///     .discard_media();
    /// let request = http::Request::put(format!("{}Photos(1)/$value", service.url()))
    ///     .header("content-type", "image/png")
    ///     .body(RequestBody::from(bytes::Bytes::from("a picture")))?;
    /// assert_eq!(service.transport().send(request).await?.status(), 204);
    /// assert_eq!(service.media_sum("Photos(1)"), Some(MediaSum::of(b"a picture")));
    /// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    #[must_use]
    pub fn discard_media(mut self) -> Self {
        self.config.discard_media = true;
        self
    }

    /// The length and the hash of the content at a path, that of what was not kept too.
    pub fn media_sum(&self, path: &str) -> Option<MediaSum> {
        let store = self.store.read().unwrap_or_else(PoisonError::into_inner);
        let content = store.media(path)?.content.clone();
        drop(store);
        Some(match content {
            Content::Bytes(bytes) => MediaSum::of(&bytes),
            Content::Made(pattern) => pattern.sum(),
            Content::Counted(sum) => sum,
        })
    }

    /// Whether the body of a request is counted and not kept.
    pub(crate) fn counts_body(&self, head: &http::request::Parts) -> bool {
        let content_type = head.headers.get(http::header::CONTENT_TYPE);
        let media = content_type.and_then(|value| value.to_str().ok());
        let media = media
            .unwrap_or("application/octet-stream")
            .to_ascii_lowercase();
        let is_kept = [
            "application/json",
            "text/plain",
            "multipart/",
            "application/x-www-form",
        ];
        let changes = ["POST", "PUT", "PATCH"].contains(&head.method.as_str());
        self.config.discard_media && changes && !is_kept.iter().any(|kept| media.starts_with(kept))
    }

    fn set_media(
        self,
        path: &str,
        content_type: &str,
        content: Content,
    ) -> Result<Self, MockError> {
        let mut store = self.store.write().unwrap_or_else(PoisonError::into_inner);
        let (place, property) = self.holder(&mut store, path)?;
        store.put_media(path, content_type, content);
        let mut row = store.at(&place).cloned().unwrap_or_default();
        describe(&mut row, &property, store.media(path));
        store.put(&self.model, &place, row);
        drop(store);
        Ok(self)
    }

    /// The entity of a path, and the property behind it.
    fn holder(&self, store: &mut Store, path: &str) -> Result<(Place, String), MockError> {
        let found = |store: &mut Store, path: &str| {
            store.entity_with_id(&self.model, path, crate::answer::now())
        };
        if let Some(place) = found(store, path) {
            return Ok((place, String::new()));
        }
        let split = path.rsplit_once('/');
        let below = split.and_then(|(owner, name)| Some((found(store, owner)?, name.to_owned())));
        below.ok_or_else(|| MockError::UnknownEntity {
            path: path.to_owned(),
        })
    }
}
