//! Troubles that spoil the service's answer; what the request changed stays changed.

use std::time::Duration;

use http::header::HeaderValue;

use super::{Kind, Trouble};
use crate::Mishap;

impl Trouble {
    /// The service's answer breaks off in the middle of its body; one without a body is left as it is.
    ///
    /// Where it breaks off, and what that looks like, is told at [`Canned::cut_after`](crate::Canned::cut_after).
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let cut = Trouble::cut_off();
    /// # let _ = cut;
    /// ```
    pub fn cut_off() -> Self {
        Trouble(Kind::CutOff)
    }

    /// The service's answer comes late; what the request changes is changed at once.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// use std::time::Duration;
    /// let late = Trouble::slow(Duration::from_secs(1));
    /// # let _ = late;
    /// ```
    pub fn slow(wait: Duration) -> Self {
        Trouble(Kind::Slow(wait))
    }

    /// The body of the service's answer comes in pieces of so many bytes, with a pause between two.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// use std::time::Duration;
    /// let dripping = Trouble::slow_pieces(10, Duration::from_millis(50));
    /// # let _ = dripping;
    /// ```
    pub fn slow_pieces(bytes: usize, pause: Duration) -> Self {
        Trouble(Kind::SlowPieces(bytes, pause))
    }

    /// The service's answer says that it is of another type than it is.
    ///
    /// # Panics
    /// When the type cannot stand in a header.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let not_json = Trouble::content_type("text/html");
    /// # let _ = not_json;
    /// ```
    #[expect(clippy::expect_used, reason = "the type stands in the test")]
    pub fn content_type(content_type: &str) -> Self {
        let value = HeaderValue::from_str(content_type).expect("the value of a header");
        Trouble(Kind::ContentType(value))
    }

    /// The next link of a page leads to the page itself, also where there is no next page.
    ///
    /// Answers that are no page are left as they are.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let round_and_round = Trouble::next_link_loop();
    /// # let _ = round_and_round;
    /// ```
    pub fn next_link_loop() -> Self {
        Trouble(Kind::NextLinkLoop)
    }

    /// The service's answer has status and headers, and no body.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let hollow = Trouble::empty_body();
    /// # let _ = hollow;
    /// ```
    pub fn empty_body() -> Self {
        Trouble(Kind::EmptyBody)
    }

    /// `Content-Length` of the service's answer is greater than what comes, and the connection closes too early.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let too_great = Trouble::length_too_great();
    /// # let _ = too_great;
    /// ```
    pub fn length_too_great() -> Self {
        Trouble(Kind::LongLength)
    }

    /// `Content-Length` of the service's answer is half of what comes; the rest stands where the next answer should begin.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let too_small = Trouble::length_too_small();
    /// # let _ = too_small;
    /// ```
    pub fn length_too_small() -> Self {
        Trouble(Kind::ShortLength)
    }

    /// The connection is reset in place of the service's answer.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let lost = Trouble::reset();
    /// # let _ = lost;
    /// ```
    pub fn reset() -> Self {
        Trouble(Kind::Mishap(Mishap::Reset))
    }

    /// The connection is reset in the middle of the body of the service's answer.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let lost = Trouble::reset_in_body();
    /// # let _ = lost;
    /// ```
    pub fn reset_in_body() -> Self {
        Trouble(Kind::ResetInBody)
    }

    /// The service never answers, and the connection stays open.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let mute = Trouble::silence();
    /// # let _ = mute;
    /// ```
    pub fn silence() -> Self {
        Trouble(Kind::Mishap(Mishap::Silence))
    }

    /// The body of the service's answer stops in its middle, and the connection stays open.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let stuck = Trouble::stop_in_body();
    /// # let _ = stuck;
    /// ```
    pub fn stop_in_body() -> Self {
        Trouble(Kind::StopInBody)
    }

    /// The head of the service's answer comes byte by byte, with a pause between two.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// use std::time::Duration;
    /// let dripping = Trouble::drip_head(Duration::from_millis(20));
    /// # let _ = dripping;
    /// ```
    pub fn drip_head(pause: Duration) -> Self {
        Trouble(Kind::Mishap(Mishap::DripHead(pause)))
    }

    /// The service's answer is packed, and some of the packed bytes are wrong; see [`Mishap::CorruptGzip`].
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let broken = Trouble::corrupt_gzip();
    /// # let _ = broken;
    /// ```
    pub fn corrupt_gzip() -> Self {
        Trouble(Kind::Mishap(Mishap::CorruptGzip))
    }

    /// The service's answer is packed, and the packed bytes end too early; see [`Mishap::CutGzip`].
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let broken = Trouble::cut_gzip();
    /// # let _ = broken;
    /// ```
    pub fn cut_gzip() -> Self {
        Trouble(Kind::Mishap(Mishap::CutGzip))
    }
}
