use super::Guid;

impl From<uuid::Uuid> for Guid {
    fn from(uuid: uuid::Uuid) -> Self {
        Self::from_bytes(uuid.into_bytes())
    }
}

impl From<Guid> for uuid::Uuid {
    fn from(guid: Guid) -> Self {
        Self::from_bytes(*guid.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_print_the_same_text() {
        let guid: Guid = "01234567-89ab-cdef-0123-456789abcdef".parse().unwrap();
        let uuid = uuid::Uuid::from(guid);
        assert_eq!(uuid.to_string(), guid.to_string());
        assert_eq!(Guid::from(uuid), guid);
    }
}
