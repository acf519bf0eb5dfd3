//! Where the service is: its clouds, and the places of the public one.

use odata::entra;

/// A cloud or a place where the API is served.
///
/// The places are those of <https://learn.microsoft.com/defender-endpoint/api/exposed-apis-list>; the one that is near is faster, and
/// each has the data of every tenant. The clouds of the government are those of
/// <https://learn.microsoft.com/defender-endpoint/gov>.
///
/// # Example
/// ```
/// use odata_defender::{Cloud, Defender};
/// # fn example(tenant: &str, id: &str, secret: &str) -> Result<(), Box<dyn std::error::Error>> {
/// use odata_defender::odata::entra::ClientSecret;
/// let cloud = Cloud::Europe;
/// let credential = ClientSecret::new(tenant, id, secret)?.authority(cloud.authority())?;
/// let defender = Defender::builder()
///     .base_url(cloud.base_url())
///     .scope(cloud.scope())
///     .credential(credential)
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cloud {
    /// The public cloud, wherever the tenant is.
    #[default]
    Public,
    /// The public cloud, in the United States.
    UnitedStates,
    /// The public cloud, in Europe.
    Europe,
    /// The public cloud, in the United Kingdom.
    UnitedKingdom,
    /// The public cloud, in Australia.
    Australia,
    /// The public cloud, in Switzerland.
    Switzerland,
    /// The public cloud, in India.
    India,
    /// The government of the United States: GCC.
    Gcc,
    /// The government of the United States: GCC High and DoD.
    GccHigh,
}

impl Cloud {
    /// All of them.
    pub const ALL: [Cloud; 9] = [
        Cloud::Public,
        Cloud::UnitedStates,
        Cloud::Europe,
        Cloud::UnitedKingdom,
        Cloud::Australia,
        Cloud::Switzerland,
        Cloud::India,
        Cloud::Gcc,
        Cloud::GccHigh,
    ];

    /// The root of the service there, for `base_url` of the builder.
    pub const fn base_url(self) -> &'static str {
        match self {
            Cloud::Public => "https://api.security.microsoft.com/api/",
            Cloud::UnitedStates => "https://us.api.security.microsoft.com/api/",
            Cloud::Europe => "https://eu.api.security.microsoft.com/api/",
            Cloud::UnitedKingdom => "https://uk.api.security.microsoft.com/api/",
            Cloud::Australia => "https://au.api.security.microsoft.com/api/",
            Cloud::Switzerland => "https://swa.api.security.microsoft.com/api/",
            Cloud::India => "https://ina.api.security.microsoft.com/api/",
            Cloud::Gcc => "https://api-gcc.securitycenter.microsoft.us/api/",
            Cloud::GccHigh => "https://api-gov.securitycenter.microsoft.us/api/",
        }
    }

    /// What a token is asked for there, for `scope` of the builder. The audience does not follow the place. For the government
    /// no page says it: this is the host's own, as the other services of that cloud have it.
    pub const fn scope(self) -> &'static str {
        match self {
            Cloud::Gcc => "https://api-gcc.securitycenter.microsoft.us/.default",
            Cloud::GccHigh => "https://api-gov.securitycenter.microsoft.us/.default",
            _ => "https://api.securitycenter.microsoft.com/.default",
        }
    }

    /// Who gives out tokens there.
    pub const fn authority(self) -> &'static str {
        match self {
            Cloud::GccHigh => entra::US_GOVERNMENT,
            _ => entra::PUBLIC,
        }
    }
}
