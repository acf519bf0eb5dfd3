//! How the answer to a query is read: how long its pages are, what stands in them, from where on.

use std::time::Duration;

use http::{HeaderName, HeaderValue};
use odata_core::transport::MaybeSend;

use super::collection::Query;
use super::delta::{DeltaLink, DeltaRows};
use super::entity::EntityQuery;
use super::rows::{Pages, Paging, Position, Rows};
use super::wishes::Metadata;
use crate::error::Error;

impl<E, T> Query<E, T> {
    /// Pages of no more than so many rows, if the service will (`Prefer: odata.maxpagesize`, Protocol 4.0, 8.2.8.5). How many rows there
    /// are on all pages is for [`top`](Self::top) to say.
    ///
    /// # Example: small pages
    /// ```
    /// # use odata::doc_example::Defender;
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let mut files = defender.library_files().query().max_page_size(50).stream();
    /// while let Some(file) = files.next().await {
    ///     println!("{}", file?.file_name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn max_page_size(mut self, rows: u32) -> Self {
        self.wishes.page_size = Some(rows);
        self
    }

    /// Asked by `POST .../$query`, with the options in the body (URL conventions 4.17, OData 4.01): for a filter that makes the URL
    /// longer than servers take. Next links are followed as ever.
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender, thousands: Vec<String>) -> odata::Result<()> {
    /// let files = defender.library_files().filter(LibraryFile::SHA256.is_in(thousands)).by_post().send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn by_post(mut self) -> Self {
        self.wishes.by_post = true;
        self
    }

    /// With so much control information (OData JSON 4.0, 3.1). With all of it, all is kept: [`Extras`](crate::Extras) has it.
    ///
    /// # Example: where to edit an entity
    /// ```
    /// # use odata::doc_example::Defender;
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// use odata::Metadata;
    /// for file in defender.library_files().query().metadata(Metadata::Full).send().await? {
    ///     println!("{:?}", file.odata.edit_link());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn metadata(mut self, metadata: Metadata) -> Self {
        self.wishes.metadata = metadata;
        self
    }

    /// Keeps all control information and annotations that come, whatever was asked for; the entity keeps its own
    /// ([`Extras::annotation`](crate::Extras::annotation)), and the page those of the collection.
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::Defender;
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let page = defender.library_files().query().keep_annotations().send().await?;
    /// for (name, value) in &page.annotations {
    ///     println!("{name}: {}", value.text());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn keep_annotations(mut self) -> Self {
        self.wishes.manner.annotations = true;
        self
    }

    /// Numbers of Int64 and Decimal as strings (`IEEE754Compatible=true`, OData JSON 4.0, 3.2). They are read from either form, and exactly:
    /// this is for services, and for what stands between, that would take a JSON number for a double.
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::Defender;
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let page = defender.library_files().query().ieee754_compatible().send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn ieee754_compatible(mut self) -> Self {
        self.wishes.ieee754 = true;
        self
    }

    /// Every row, in pages of so many that are asked for by `$top` and `$skip`: for a service that gives no next links. It ends at a page
    /// that is not full. A [`top`](Self::top) holds for all pages together. A service that passes over `$top` or `$skip` ends it with an
    /// error: a page with more rows than were asked for, or one that begins as the one before it (looked at where rows are whole).
    ///
    /// What is inserted or deleted meanwhile moves the rows of later pages, and so does a service whose order is not stable: give it an order
    /// ([`order_by`](Self::order_by)) that settles everything, such as one that ends with the key.
    ///
    /// # Example: more rows than Defender gives at once
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let by_name = defender.library_files().order_by(LibraryFile::FILE_NAME.asc());
    /// let mut files = by_name.stream_by_skip(10_000);
    /// while let Some(file) = files.next().await {
    ///     println!("{}", file?.file_name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream_by_skip(mut self, page: u64) -> Rows<T>
    where
        T: MaybeSend + 'static,
    {
        let left = self.options.top;
        self.options.top = Some(left.map_or(page, |left| left.min(page)));
        let url = match page {
            0 => Err(Error::refused("a page of no rows has no next page")),
            _ => self.url(),
        };
        let paging = Paging::BySkip { size: page, left };
        Rows::of(
            Pages::new(self.client, url, self.wishes, paging),
            self.shape,
        )
    }

    /// Every row, in pages of so many that are asked for by `$top`: for a service that takes `$top` for the length of a page and gives next links
    /// behind it, as Microsoft Graph does. A [`top`](Self::top) holds for all pages together.
    ///
    /// # Example: all files, a thousand at a time
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let files: Vec<LibraryFile> = defender.library_files().query().stream_by_top(1_000).all().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream_by_top(mut self, page: u64) -> Rows<T>
    where
        T: MaybeSend + 'static,
    {
        let left = self.options.top;
        self.options.top = Some(left.map_or(page, |left| left.min(page)));
        let url = self.url();
        let pages = Pages::new(self.client, url, self.wishes, Paging::Links { left });
        Rows::of(pages, self.shape)
    }

    /// The rows from a position on, which [`Rows::position`] gave for the same query. The position says what was asked; this says how
    /// rows are read, and what goes along in headers.
    ///
    /// A position that leads to a host which is not the service's ends the rows with an error, as a next link does.
    pub fn resume(self, position: &Position) -> Rows<T>
    where
        T: MaybeSend + 'static,
    {
        let pages = Pages::from(self.client, position, self.wishes);
        Rows::of(pages, self.shape)
    }

    /// Every row, and behind the last one a link that gives what changes from then on (`Prefer: odata.track-changes`, Protocol 4.0,
    /// 8.2.8.6 and 11.3).
    ///
    /// # Example: all files, and the link to keep
    /// ```
    /// # use odata::doc_example::Defender;
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// use odata::Delta;
    /// let mut files = defender.library_files().query().track_changes();
    /// while let Some(file) = files.next().await {
    ///     if let Delta::Changed(file) = file? {
    ///         println!("{}", file.file_name);
    ///     }
    /// }
    /// let link = files.delta_link().expect("the service tracks changes").to_string();
    /// # Ok(())
    /// # }
    /// ```
    pub fn track_changes(mut self) -> DeltaRows<T>
    where
        T: MaybeSend + 'static,
    {
        self.wishes.track_changes = true;
        let url = self.url();
        let pages = Pages::new(self.client, url, self.wishes, Paging::LINKS);
        DeltaRows::new(pages, self.shape)
    }

    /// What changed since a delta link was given: [`DeltaRows::delta_link`] of the same query. The link says what was asked.
    ///
    /// An entity that changed may come with what changed of it alone; the rest of it is empty, and
    /// [`Extras::present`](crate::Extras::present) tells which properties came. Rows of what was selected cannot tell: one that does
    /// not come whole is an error, and without `select` the same link gives entities.
    ///
    /// # Example: what is new since yesterday
    /// ```
    /// # use odata::doc_example::Defender;
    /// # async fn example(defender: &Defender, kept: &str) -> odata::Result<()> {
    /// use odata::Delta;
    /// let mut changes = defender.library_files().query().delta_from(&kept.parse()?);
    /// while let Some(change) = changes.next().await {
    ///     match change? {
    ///         Delta::Changed(file) => println!("{} {:?}", file.file_name, file.odata.present()),
    ///         Delta::Removed(gone) => println!("{:?} {:?}", gone.id, gone.reason),
    ///         _ => {}
    ///     }
    /// }
    /// let next_time = changes.delta_link();
    /// # Ok(())
    /// # }
    /// ```
    pub fn delta_from(mut self, link: &DeltaLink) -> DeltaRows<T>
    where
        T: MaybeSend + 'static,
    {
        self.wishes.manner.partial = true;
        // The link holds the question.
        self.wishes.by_post = false;
        let url = self.client.next_url(self.client.root(), link.as_str());
        let pages = Pages::new(self.client, url, self.wishes, Paging::LINKS);
        DeltaRows::new(pages, self.shape)
    }

    /// The changes from a position on, which [`DeltaRows::position`] gave.
    pub fn resume_changes(mut self, position: &Position) -> DeltaRows<T>
    where
        T: MaybeSend + 'static,
    {
        self.wishes.track_changes = true;
        self.wishes.manner.partial = true;
        let pages = Pages::from(self.client, position, self.wishes);
        DeltaRows::new(pages, self.shape)
    }
}

impl<E, T> EntityQuery<E, T> {
    /// One more header: see [`Query::header`].
    pub fn header(
        mut self,
        name: impl TryInto<HeaderName>,
        value: impl TryInto<HeaderValue>,
    ) -> Self {
        self.client = self.client.with_header(name, value);
        self
    }

    /// How long the answer is waited for: see [`Query::patience`].
    pub fn patience(mut self, time: Duration) -> Self {
        self.client = self.client.patience(time);
        self
    }

    /// With so much control information (OData JSON 4.0, 3.1): see [`Query::metadata`].
    pub fn metadata(mut self, metadata: Metadata) -> Self {
        self.wishes.metadata = metadata;
        self
    }

    /// Keeps all control information and annotations that come: see [`Query::keep_annotations`].
    pub fn keep_annotations(mut self) -> Self {
        self.wishes.manner.annotations = true;
        self
    }

    /// Numbers of Int64 and Decimal as strings: see [`Query::ieee754_compatible`].
    pub fn ieee754_compatible(mut self) -> Self {
        self.wishes.ieee754 = true;
        self
    }
}
