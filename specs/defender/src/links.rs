//! Links to files, as the service wraps them up.

/// The link that `getPackageUri` and `GetLiveResponseResultDownloadLink` answer with. The service writes a JSON text within the JSON text:
/// `"\"https://...\""`; what is not wrapped up stays as it is. [`Client::bytes_at`](odata::Client::bytes_at) downloads it, and shows it no
/// token.
///
/// # Example
/// ```
/// let wrapped = "\"https://userrequests.blob.example/a.zip?sig=1\"";
/// assert_eq!(odata_defender::download_link(wrapped), "https://userrequests.blob.example/a.zip?sig=1");
/// assert_eq!(odata_defender::download_link("https://a.example/b"), "https://a.example/b");
/// ```
pub fn download_link(value: &str) -> String {
    let value = value.trim();
    let mut reader = odata::json::Reader::new(value);
    let read = reader.string().map(|text| text.into_owned());
    match read {
        Ok(text) if reader.end().is_ok() => text,
        _ => value.to_owned(),
    }
}
