//! Reading untyped values with serde.

use serde::de::DeserializeOwned;

use super::Json;

impl Json {
    /// Reads the value as a type of one's own.
    ///
    /// # Errors
    /// When it does not fit.
    ///
    /// # Example: a property that the schema does not declare
    /// ```
    /// let signers = odata_core::edm::Json::from_text(r#"["Contoso","Fabrikam"]"#);
    /// assert_eq!(signers.read::<Vec<String>>()?, ["Contoso", "Fabrikam"]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn read<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(self.text())
    }
}
