//! What to do about the refusals that are met most.

use super::answer::Refusal;

/// By Microsoft's number (the reference of `AADSTS` codes, learn.microsoft.com/entra/identity-platform/reference-error-codes).
const NUMBERED: [(&str, &str); 12] = [
    (
        "AADSTS7000215",
        "the value of the client secret is meant, not its id",
    ),
    (
        "AADSTS7000222",
        "the client secret has expired: it takes a new one",
    ),
    (
        "AADSTS700016",
        "the client id is wrong, or the application is not known to this tenant",
    ),
    (
        "AADSTS700027",
        "the certificate is not registered with the application, or by its other thumbprint (`sha1_thumbprint`)",
    ),
    (
        "AADSTS700024",
        "this machine's clock and the authority's differ",
    ),
    (
        "AADSTS90002",
        "the tenant is wrong, or one of another cloud (`authority`)",
    ),
    (
        "AADSTS900023",
        "the tenant is an id or a domain, such as contoso.onmicrosoft.com",
    ),
    (
        "AADSTS900382",
        "tenant and scope are of different clouds (`authority`)",
    ),
    (
        "AADSTS500011",
        "the tenant knows no such audience: the scope does not follow the host that is asked",
    ),
    (
        "AADSTS1002012",
        "a program that acts for itself asks for a scope that ends with `/.default`",
    ),
    (
        "AADSTS70011",
        "a program that acts for itself asks for a scope that ends with `/.default`",
    ),
    (
        "AADSTS7000112",
        "an administrator has disabled the application in this tenant",
    ),
];

/// By the standard's word (RFC 6749, 5.2).
const WORDED: [(&str, &str); 5] = [
    (
        "invalid_client",
        "the client id or what proves it is not accepted",
    ),
    (
        "unauthorized_client",
        "the client is not allowed to ask for tokens for itself",
    ),
    (
        "invalid_scope",
        "the scope is not known; `scope` in service.toml, or `ClientBuilder::scope`, says it",
    ),
    (
        "unsupported_grant_type",
        "the endpoint gives no tokens for client credentials",
    ),
    (
        "invalid_request",
        "the endpoint may want the secret in the form (`secret_in_body`), or a further parameter",
    ),
];

/// Where a header was refused that has the secret in another form.
pub(super) const ENCODED: &str = "if id and secret are right, the endpoint does not decode them, as it should where they \
    stand in the header (RFC 6749, 2.3.1): `secret_in_body`";

pub(super) fn hint(refusal: &Refusal) -> Option<&'static str> {
    let of = |table: &[(&str, &'static str)], wanted: &str| {
        let found = table.iter().find(|(code, _)| *code == wanted);
        found.map(|(_, hint)| *hint)
    };
    match number(&refusal.description) {
        // Microsoft's own words are better than the standard's.
        Some(number) => of(&NUMBERED, number),
        None => of(&WORDED, &refusal.error),
    }
}

/// `AADSTS` and digits, where a description begins with them.
fn number(description: &str) -> Option<&str> {
    let digits = description.strip_prefix("AADSTS")?;
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    description.get(.."AADSTS".len() + length)
}
